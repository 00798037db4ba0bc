package spool

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
)

// A record is: magic (4 bytes), length of the body (4), sequence number (8), CRC32C of length,
// sequence number and body (4), and the body: length of the lane's name (1), the name, the data.
// Numbers are little-endian.
const (
	headerBytes = 20
	crcOffset   = 16
	// maxLane bounds a lane's name, in bytes, as AMQP bounds the name of a queue.
	maxLane = 255
)

// recordMagic begins every record; its last byte is the version of the format.
var recordMagic = []byte{0xA6, 'V', 'T', 1}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// record is a message as it stands in a segment.
type record struct {
	seq  uint64
	lane string
	data []byte
	// size is that of the whole record, in bytes.
	size int
}

// recordSize is how many bytes a record takes.
func recordSize(lane string, data []byte) int { return headerBytes + 1 + len(lane) + len(data) }

// appendRecord appends a record to b. The lane's name has at most maxLane bytes and the data less
// than 2 GiB, which Append has checked.
func appendRecord(b []byte, seq uint64, lane string, data []byte) []byte {
	start := len(b)
	b = append(b, recordMagic...)
	b = binary.LittleEndian.AppendUint32(b, uint32(1+len(lane)+len(data))) // see above
	b = binary.LittleEndian.AppendUint64(b, seq)
	b = append(b, 0, 0, 0, 0, byte(len(lane)))
	b = append(b, lane...)
	b = append(b, data...)
	binary.LittleEndian.PutUint32(b[start+crcOffset:], recordSum(b[start:]))
	return b
}

// recordSum is the check sum of a whole record.
func recordSum(b []byte) uint32 {
	return crc32.Update(crc32.Checksum(b[4:crcOffset], castagnoli), castagnoli, b[headerBytes:])
}

var errDamaged = errors.New("its check sum or its form is wrong")

// parseRecord reads the record with which b begins. The record's data is part of b.
func parseRecord(b []byte) (record, error) {
	if len(b) < headerBytes+1 || !bytes.HasPrefix(b, recordMagic) {
		return record{}, errDamaged
	}
	length := binary.LittleEndian.Uint32(b[4:])
	if length < 1 || length > math.MaxInt32 || int(length) > len(b)-headerBytes {
		return record{}, errDamaged
	}
	whole := b[:headerBytes+int(length)]
	if recordSum(whole) != binary.LittleEndian.Uint32(whole[crcOffset:]) {
		return record{}, errDamaged
	}
	body := whole[headerBytes:]
	lane := int(body[0])
	if 1+lane > len(body) {
		return record{}, errDamaged
	}
	return record{
		seq:  binary.LittleEndian.Uint64(whole[8:]),
		lane: string(body[1 : 1+lane]),
		data: body[1+lane:],
		size: len(whole),
	}, nil
}

// scan calls yield with every intact record of a segment and its offset. It returns how many bytes
// between records belong to none, and where what follows the last record begins: behind it there is
// nothing, or what a write that was cut short has left.
func scan(b []byte, yield func(offset int, r record)) (damaged, tail int) {
	for offset := 0; ; {
		found := bytes.Index(b[offset:], recordMagic)
		if found < 0 {
			return damaged, tail
		}
		offset += found
		r, err := parseRecord(b[offset:])
		if err != nil {
			offset++ // look for the next one within this
			continue
		}
		damaged += offset - tail
		yield(offset, r)
		offset += r.size
		tail = offset
	}
}

// Acknowledgements are a sequence number (8 bytes) and its CRC32C (4).
const ackBytes = 12

func appendAck(b []byte, seq uint64) []byte {
	start := len(b)
	b = binary.LittleEndian.AppendUint64(b, seq)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[start:], castagnoli))
}

// scanAcks calls yield with every intact acknowledgement, and returns how many are damaged.
func scanAcks(b []byte, yield func(seq uint64)) (damaged int) {
	for ; len(b) >= ackBytes; b = b[ackBytes:] {
		if crc32.Checksum(b[:8], castagnoli) != binary.LittleEndian.Uint32(b[8:]) {
			damaged++
			continue
		}
		yield(binary.LittleEndian.Uint64(b))
	}
	return damaged
}
