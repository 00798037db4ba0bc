package ask

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"charm.land/huh/v2"
)

// longestLine bounds an answer in plain lines, in bytes.
const longestLine = 4000

// plain asks one question in plain lines. A read from a terminal cannot be broken off: when ctx ends
// the reader is left behind, which is fine because the program ends too.
func (p *Prompter) plain(ctx context.Context, field huh.Field) error {
	p.read()
	done := make(chan error, 1)
	go func() {
		err := field.RunAccessible(p.Out, p.lines)
		done <- errors.Join(err, p.lines.err)
	}()
	select {
	case <-ctx.Done():
		return ErrCancelled
	case err := <-done:
		if errors.Is(err, io.EOF) {
			return ErrCancelled
		}
		return err
	}
}

// read begins to read lines, with the first question.
func (p *Prompter) read() {
	if p.lines == nil {
		p.lines = &lineReader{in: bufio.NewReaderSize(p.In, longestLine+1)}
	}
}

// lineReader hands out at most one line for each Read and remembers how the input ended: each
// question would otherwise swallow the answers of the next ones, and takes the end for an answer.
type lineReader struct {
	in   *bufio.Reader
	rest []byte // of a line that was longer than the buffer it was read into
	err  error
}

// Read returns a line or the beginning of one.
func (l *lineReader) Read(buffer []byte) (int, error) {
	if len(buffer) == 0 {
		return 0, nil
	}
	if len(l.rest) == 0 {
		if err := l.next(); err != nil {
			l.err = err
			return 0, err
		}
	}
	n := copy(buffer, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// next reads a line. The last one is given the end that it may lack.
func (l *lineReader) next() error {
	line, err := l.in.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return fmt.Errorf("reading an answer: it is longer than %d bytes; give it as a flag", longestLine)
	case err != nil && len(line) == 0:
		return err
	case err != nil:
		line = append(line, '\n')
	}
	l.rest = append([]byte(nil), line...)
	return nil
}
