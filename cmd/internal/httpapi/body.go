package httpapi

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// readJSON reads the one JSON object that a body is. What it does not know is
// refused: a member that was misspelt must not be taken as left out.
func readJSON(r *http.Request, into any) *problem {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != mediaJSON {
		return &problem{Status: http.StatusUnsupportedMediaType, Detail: "The body has to be JSON, with Content-Type: " + mediaJSON + "."}
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil {
		if _, err = d.Token(); err == nil {
			err = errors.New("more than one value")
		} else if err == io.EOF {
			return nil
		}
	}
	return unreadable(err)
}

// unreadable is the problem of a body that cannot be read. It repeats nothing of
// it but the name of a member that latchkey knows.
func unreadable(err error) *problem {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &problem{Status: http.StatusRequestEntityTooLarge, Detail: "The body is too large."}
	}
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return &problem{Status: http.StatusBadRequest, Detail: "A member of the body has the wrong type.", Field: wrong.Field}
	}
	return &problem{Status: http.StatusBadRequest, Detail: "The body is not the JSON object that this endpoint takes, or has members that it does not know."}
}

// readForm reads a body of form fields. The text says what is wrong with it.
func readForm(r *http.Request) (url.Values, string) {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != mediaForm {
		return nil, "The body has to be " + mediaForm + "."
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, "The body is too large, or broke off."
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, "The body cannot be read."
	}
	for _, values := range form {
		if len(values) > 1 {
			return nil, "A parameter comes more than once."
		}
	}
	return form, ""
}
