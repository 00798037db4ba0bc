package httpapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/vtgen/vtgen/runtime/apperr"
)

// maxDepth bounds the nesting of a body.
const maxDepth = 32

// bodyOptions refuse what encoding/json lets pass: unknown keys here; duplicate keys, keys in another case, invalid UTF-8 and trailing
// data by the package's defaults.
var bodyOptions = json.JoinOptions(json.RejectUnknownMembers(true), json.WithUnmarshalers(json.UnmarshalFromFunc(readDecimal)))

// read decodes and validates the body of a request.
func (a *API) read(w http.ResponseWriter, r *http.Request, in Body) error {
	if err := a.checkMedia(r); err != nil {
		return err
	}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.maxBody))
	if err != nil {
		return a.unreadable(err)
	}
	if message := checkShape(text); message != "" {
		return apperr.Invalid(a.codes.InvalidBody, message, nil)
	}
	if err := json.Unmarshal(text, in, bodyOptions); err != nil {
		// The error itself quotes the value, which may be secret, and a cause is logged.
		return apperr.Invalid(a.codes.InvalidBody, explain(err), nil)
	}
	return in.Validate()
}

// checkMedia wants a body that says it is JSON in UTF-8, uncompressed. Besides saving a guess, that keeps other sites' forms out: a
// browser sends JSON across sites only after asking.
func (a *API) checkMedia(r *http.Request) error {
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := parameters["charset"]
	encoding := r.Header.Get("Content-Encoding")
	if err != nil || media != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") ||
		encoding != "" && !strings.EqualFold(encoding, "identity") {
		return apperr.New(http.StatusUnsupportedMediaType, apperr.InvalidRequest, a.codes.UnsupportedMedia,
			"the body must be sent with the content type application/json, in UTF-8 and without compression", nil)
	}
	return nil
}

// unreadable words an error of reading the body.
func (a *API) unreadable(err error) error {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return apperr.New(http.StatusRequestEntityTooLarge, apperr.InvalidRequest, a.codes.TooLarge,
			fmt.Sprintf("the body must not be larger than %d bytes", tooLarge.Limit), err)
	}
	return apperr.Invalid(a.codes.InvalidBody, "the body could not be read to its end", err)
}

// checkShape looks at a body before it is decoded: it must be an object and must not be nested too deep.
func checkShape(text []byte) string {
	if !bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) {
		return "the body must be a JSON object"
	}
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return fmt.Sprintf("the body must not be nested more than %d levels deep", maxDepth)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return ""
}
