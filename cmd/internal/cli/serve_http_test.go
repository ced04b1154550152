package cli

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"testing"

	"github.com/spf13/cobra"

	"example.com/latchkey/cmd/internal/httpapi"
	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
)

// openHTTP opens the doors that flags ask for.
func openHTTP(t *testing.T, args ...string) (*httpapi.Server, error) {
	t.Helper()
	a, err := model.New(t.Context(), storetest.Memory(t), model.Options{
		Pepper: bytes.Repeat([]byte("p"), 32), LogChain: bytes.Repeat([]byte("c"), 32), Hashing: model.HashCost{Memory: 8, Passes: 1, Threads: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = a.SetUp(t.Context(), model.SetUpRequest{
		Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret("a horse on the moon"),
	}, model.Origin{})
	if err != nil {
		t.Fatal(err)
	}
	var s httpServe
	cmd := &cobra.Command{}
	s.httpFlags(cmd)
	if err := cmd.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	return s.httpDoor(t.Context(), a, model.SystemOperator("root", model.Origin{}), slog.New(slog.DiscardHandler))
}

func TestServeHTTP_TheFlagsOpenTheDoor(t *testing.T) {
	door, err := openHTTP(t, "--http", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--org", "acme", "--trusted-proxy", "10.0.0.0/8,127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error)
	go func() { served <- door.Serve(ctx) }()
	response, err := http.Get(door.Addresses()[0] + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if string(body) != "ready\n" || len(door.Addresses()) != 2 {
		t.Errorf("%v says %q", door.Addresses(), body)
	}
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func TestServeHTTP_WrongFlagsAreSaid(t *testing.T) {
	for _, c := range []struct {
		want int
		args []string
	}{
		{exitOK, nil},
		{exitUsage, []string{"--metrics", "127.0.0.1:0"}},
		{exitUsage, []string{"--trusted-proxy", "10.0.0.0/8"}},
		{exitUsage, []string{"--http", "127.0.0.1:0", "--trusted-proxy", "the gateway"}},
		{exitUsage, []string{"--http", ":0"}},
		{exitUsage, []string{"--http", "127.0.0.1:0", "--tls-cert", "cert.pem"}},
		{exitUnavailable, []string{"--http", "127.0.0.1:0", "--tls-cert", "/nowhere", "--tls-key", "/nowhere"}},
		{exitNotFound, []string{"--http", "127.0.0.1:0", "--org", "Globex"}},
	} {
		door, err := openHTTP(t, c.args...)
		if exitCode(err) != c.want || door != nil {
			t.Errorf("%v: %v (exit code %d), want %d", c.args, err, exitCode(err), c.want)
		}
	}
}
