package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"example.com/latchkey/cmd/internal/httpapi"
	"example.com/latchkey/model"
)

// httpServe is what the flags of serve say about the HTTP door.
type httpServe struct {
	address, metrics string
	cert, key        string
	insecure         bool
	proxies          []string
	org              string

	// The figures for Prometheus that others know; nil leaves one out.
	sessions     func() int
	activeTokens func() (int, error)
	storeSize    func() (int64, error)
}

func (s *httpServe) httpFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var((*address)(&s.address), "http", "answer HTTP at this `address`, as in 127.0.0.1:8080")
	f.StringVar(&s.cert, "tls-cert", "", "the certificate `file` for HTTP, PEM; read again on SIGHUP")
	f.StringVar(&s.key, "tls-key", "", "the key `file` of the certificate, PEM")
	f.BoolVar(&s.insecure, "insecure-http", false, "speak plain HTTP beyond loopback, because something in front speaks TLS")
	f.StringSliceVar(&s.proxies, "trusted-proxy", nil, "believe X-Forwarded-For of these `addresses` (CIDR, or one address)")
	f.StringVar(&s.org, "org", "", "over HTTP, let only tokens of this `organisation` pass, id or name")
	f.Var((*address)(&s.metrics), "metrics", "answer Prometheus at this `address`, as in 127.0.0.1:9464")
}

// httpDoor opens the HTTP door; nil without --http. The actor is who the flag
// --org is looked up for.
func (s *httpServe) httpDoor(ctx context.Context, a *model.Authority, actor model.Actor, log *slog.Logger) (*httpapi.Server, error) {
	if s.address == "" {
		if s.cert+s.key+s.org+s.metrics != "" || s.insecure || len(s.proxies) > 0 {
			return nil, usageError{fmt.Errorf("--tls-cert, --tls-key, --insecure-http, --trusted-proxy, --org and --metrics go with --http")}
		}
		return nil, nil
	}
	proxies, err := prefixes(s.proxies)
	if err != nil {
		return nil, err
	}
	o := httpapi.Options{
		Authority: a, Address: s.address, Metrics: s.metrics, Cert: s.cert, Key: s.key, Insecure: s.insecure,
		TrustedProxies: proxies, Log: log, Sessions: s.sessions, ActiveTokens: s.activeTokens, StoreSize: s.storeSize,
	}
	if s.org != "" {
		org, err := a.FindOrg(ctx, actor, s.org)
		if err != nil {
			return nil, err
		}
		o.Org = org.ID
	}
	return httpapi.Listen(o)
}

// prefixes reads addresses and ranges of them.
func prefixes(texts []string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			one, notOne := netip.ParseAddr(text)
			if notOne != nil {
				return nil, usageError{fmt.Errorf("--trusted-proxy %q is no address and no range like 10.0.0.0/8", text)}
			}
			prefix = netip.PrefixFrom(one, one.BitLen())
		}
		list = append(list, prefix)
	}
	return list, nil
}

// reloadOnHangup reads the certificate again whenever the process gets SIGHUP,
// until ctx ends. What cannot be read leaves the one before. Without a door SIGHUP
// does nothing: a daemon does not end with the terminal that it was started from.
func reloadOnHangup(ctx context.Context, door *httpapi.Server, log *slog.Logger) {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangups)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
			}
			if door == nil {
				continue
			}
			if err := door.Reload(); err != nil {
				log.Error("the certificate was not read again; the one before stays", "error", err)
			}
		}
	}()
}
