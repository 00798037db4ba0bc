package logging

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxEncoded bounds the JSON of one logged value, in bytes.
const maxEncoded = 64 << 10

var errTooLarge = errors.New("too large to log")

// syntax is lenient: what is logged may be broken, and must still be logged.
var syntax = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// marshalers encode what JSON has no form for, and keep a value's own LogValue in force when the value lies inside another.
var marshalers = json.WithMarshalers(json.JoinMarshalers(
	json.MarshalToFunc(func(enc *jsontext.Encoder, v slog.LogValuer) error {
		return encodeValue(enc, slog.AnyValue(v).Resolve())
	}),
	json.MarshalToFunc(func(enc *jsontext.Encoder, v time.Duration) error {
		return enc.WriteToken(jsontext.String(v.String()))
	}),
	json.MarshalToFunc(func(enc *jsontext.Encoder, v error) error {
		return enc.WriteToken(jsontext.String(v.Error()))
	}),
))

// encode returns the value as JSON with everything masked. Both of slog's handlers write it as it is.
func (h *handler) encode(value any) (jsontext.Value, error) {
	var plain limitedBuffer
	if err := json.MarshalWrite(&plain, value, syntax, marshalers); err != nil {
		return nil, err
	}
	var clean bytes.Buffer
	decoder := jsontext.NewDecoder(&plain.Buffer, syntax)
	encoder := jsontext.NewEncoder(&clean, syntax, jsontext.EscapeForJS(true))
	for {
		err := h.copyToken(encoder, decoder)
		if errors.Is(err, io.EOF) {
			return bytes.TrimSpace(clean.Bytes()), nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// copyToken copies one token; for a sensitive name it copies the name and puts the mask in the place of the value.
func (h *handler) copyToken(encoder *jsontext.Encoder, decoder *jsontext.Decoder) error {
	container, position := decoder.StackIndex(decoder.StackDepth())
	token, err := decoder.ReadToken()
	if err != nil {
		return err
	}
	if token.Kind() != jsontext.KindString {
		return encoder.WriteToken(token)
	}
	text := token.String()
	isName := container == jsontext.KindBeginObject && position%2 == 0
	if err := encoder.WriteToken(jsontext.String(h.maskText(text))); err != nil || !isName || !h.keys.sensitive(text) {
		return err
	}
	if err := decoder.SkipValue(); err != nil {
		return err
	}
	return encoder.WriteToken(jsontext.String(masked))
}

// encodeValue writes what a LogValuer resolved to.
func encodeValue(enc *jsontext.Encoder, value slog.Value) error {
	if value.Kind() != slog.KindGroup {
		return json.MarshalEncode(enc, value.Any())
	}
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, member := range value.Group() {
		if err := enc.WriteToken(jsontext.String(member.Key)); err != nil {
			return err
		}
		if err := encodeValue(enc, member.Value.Resolve()); err != nil {
			return err
		}
	}
	return enc.WriteToken(jsontext.EndObject)
}

// limitedBuffer refuses to grow beyond maxEncoded.
type limitedBuffer struct{ bytes.Buffer }

// Write adds to the buffer, or returns an error when it would grow too large.
func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxEncoded {
		return 0, errTooLarge
	}
	return b.Buffer.Write(p)
}
