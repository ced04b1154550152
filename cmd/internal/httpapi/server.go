package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"

	"example.com/latchkey/model"
)

// Server is the open door: it listens, and answers once Serve is called.
type Server struct {
	api         *api
	certificate *certificate // nil for plain HTTP
	parts       []part
}

// part is one of the listeners with what answers there.
type part struct {
	url      string
	listener net.Listener
	server   *http.Server
	tls      bool
}

// Listen opens the door, and reads the certificate. Errors: KindInvalid (plain
// HTTP where it is not allowed, a certificate without its key), KindUnavailable.
func Listen(o Options) (*Server, error) {
	o = o.withDefaults()
	s := &Server{api: newAPI(o)}
	if (o.Cert == "") != (o.Key == "") {
		return nil, &model.Error{Kind: model.KindInvalid, Message: "A certificate and its key belong together: --tls-cert and --tls-key."}
	}
	if o.Cert != "" {
		s.certificate = &certificate{cert: o.Cert, key: o.Key}
		if err := s.certificate.load(); err != nil {
			return nil, err
		}
	} else if err := CheckPlain(o.Address, o.Insecure); err != nil {
		return nil, err
	}
	err := s.add(o, o.Address, "", s.api, s.certificate)
	if err == nil && o.Metrics != "" {
		err = s.add(o, o.Metrics, "/metrics", s.api.metrics.handler(), nil)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// add listens on one more address.
func (s *Server) add(o Options, address, path string, h http.Handler, c *certificate) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return &model.Error{Kind: model.KindUnavailable, Message: fmt.Sprintf("latchkey cannot listen on %s: %v.", address, cause(err)), Err: err}
	}
	server := o.server(h)
	scheme := "http://"
	if c != nil {
		server.TLSConfig, scheme = c.config(), "https://"
	}
	s.parts = append(s.parts, part{scheme + listener.Addr().String() + path, listener, server, c != nil})
	return nil
}

// cause returns what the system said of an address, without the address.
func cause(err error) error {
	var system syscall.Errno
	var op *net.OpError
	switch {
	case errors.As(err, &system):
		return system
	case errors.As(err, &op):
		return op.Err
	}
	return err
}

// server returns what answers with h, within the limits.
func (o Options) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: o.limits.readHeader, ReadTimeout: o.limits.read, WriteTimeout: o.limits.write, IdleTimeout: o.limits.idle,
		MaxHeaderBytes: o.limits.header,
		ErrorLog:       slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),
	}
}

// NewServer returns a server for another handler with the settings of the door,
// so that the two can be compared.
func NewServer(h http.Handler) *http.Server { return Options{}.withDefaults().server(h) }

// Addresses returns where the door listens, as URLs: that of the API, then that
// of the metrics when they have one.
func (s *Server) Addresses() []string {
	var urls []string
	for _, p := range s.parts {
		urls = append(urls, p.url)
	}
	return urls
}

// Serve answers until ctx ends; then it takes nothing new, lets what is under way
// finish, and returns nil. Other errors are those of a listener.
func (s *Server) Serve(ctx context.Context) error {
	failed := make(chan error, len(s.parts))
	for _, p := range s.parts {
		go func() { failed <- p.serve() }()
	}
	var err error
	running := len(s.parts)
	select {
	case <-ctx.Done():
	case err = <-failed:
		running--
	}
	s.drain()
	for range running {
		err = errors.Join(err, <-failed)
	}
	return err
}

func (p part) serve() error {
	var err error
	if p.tls {
		err = p.server.ServeTLS(p.listener, "", "")
	} else {
		err = p.server.Serve(p.listener)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// drain ends the door: gently for as long as that may take.
func (s *Server) drain() {
	s.api.draining.Store(true)
	ctx, cancel := context.WithTimeout(context.Background(), s.api.limits.drain)
	defer cancel()
	for _, p := range s.parts {
		if p.server.Shutdown(ctx) != nil {
			_ = p.server.Close()
		}
	}
}

// Reload reads the certificate again; what is shown stays when that fails. Without
// one there is nothing to do.
func (s *Server) Reload() error {
	if s.certificate == nil {
		return nil
	}
	return s.certificate.load()
}

// Close lets the addresses go, of a door that was never served; of one that was,
// Serve has.
func (s *Server) Close() error {
	var errs []error
	for _, p := range s.parts {
		if err := p.listener.Close(); !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Shutdown is Close: what was under way Serve has let finish.
func (s *Server) Shutdown(context.Context) error { return s.Close() }
