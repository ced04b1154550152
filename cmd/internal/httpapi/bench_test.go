package httpapi_test

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"testing"

	"example.com/latchkey/model"
)

// BenchmarkLoopback asks over loopback HTTP with 32 connections: a handler that
// does nothing, beside which the others are to be read, then /v1/verify.
func BenchmarkLoopback(b *testing.B) {
	w := newWorld(b)
	var tokens []string
	for i := range 8 {
		tokens = append(tokens, as(w.own(fmt.Sprint("t", i))))
	}
	w.item(model.KindTemplate, "1", "Fire drill")
	s, _ := open(b, w.options())
	nothing := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	listener := listen(b)
	go func() { _ = nothing.Serve(listener) }()
	b.Cleanup(func() { _ = nothing.Close() })
	for _, c := range []struct{ name, url string }{
		{"nothing", "http://" + listener.Addr().String() + "/v1/verify"},
		{"verify", s.Addresses()[0] + "/v1/verify"},
		{"permission", s.Addresses()[0] + "/v1/verify?permission=templates.view"},
		{"item", s.Addresses()[0] + "/v1/verify?permission=templates.view&item=template/1"},
	} {
		b.Run(c.name, func(b *testing.B) { load(b, c.url, tokens) })
	}
}

const connections = 32

func load(b *testing.B, url string, tokens []string) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}}
	defer client.CloseIdleConnections()
	b.SetParallelism(max(1, connections/runtime.GOMAXPROCS(0)))
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
			if err != nil {
				b.Error(err)
				return
			}
			r.Header.Set("Authorization", tokens[i%len(tokens)])
			response, err := client.Do(r)
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, response.Body)
			if _ = response.Body.Close(); response.StatusCode != http.StatusOK {
				b.Errorf("the status is %d", response.StatusCode)
				return
			}
		}
	})
}

// BenchmarkHandler is the same without the network.
func BenchmarkHandler(b *testing.B) {
	w := newWorld(b)
	token := as(w.own("made"))
	w.item(model.KindTemplate, "1", "Fire drill")
	for name, query := range map[string]string{"verify": "", "item": "permission=templates.view&item=template/1"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if a := w.verify(token, query); a.Code != http.StatusOK {
					b.Fatalf("the status is %d", a.Code)
				}
			}
		})
	}
}
