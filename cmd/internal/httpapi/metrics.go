package httpapi

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"example.com/latchkey/model"
)

// unanswered is the reason under which what the store could not answer counts.
const unanswered = "unavailable"

// metrics are the figures for Prometheus.
type metrics struct {
	registry *prometheus.Registry
	reasons  map[model.Reason]prometheus.Counter
	failures prometheus.Counter
	seconds  prometheus.Histogram
}

func newMetrics(o Options) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), reasons: map[model.Reason]prometheus.Counter{}}
	answers := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "latchkey_verifications_total", Help: "Requests whose token was checked, by the reason of the answer.",
	}, []string{"reason"})
	for reason := range reasonWords {
		m.reasons[reason] = answers.WithLabelValues(string(reason))
	}
	m.reasons[model.ReasonOK] = answers.WithLabelValues(string(model.ReasonOK))
	m.failures = answers.WithLabelValues(unanswered)
	m.seconds = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "latchkey_verification_seconds", Help: "How long the check of a token took, without the network.",
		Buckets: prometheus.ExponentialBuckets(5e-6, 4, 10), // 5 microseconds to 1.3 seconds
	})
	m.registry.MustRegister(answers, m.seconds, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registerGauges(o)
	return m
}

func (m *metrics) registerGauges(o Options) {
	gauge := func(name, help string, read func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
	}
	if o.Sessions != nil {
		gauge("latchkey_sessions", "Sessions of people now.", func() float64 { return float64(o.Sessions()) })
	}
	if o.ActiveTokens != nil {
		gauge("latchkey_active_tokens", "Active tokens now; -1 when they could not be counted.", figure(o.ActiveTokens))
	}
	if o.StoreSize != nil {
		gauge("latchkey_store_bytes", "What the store takes on the disk; -1 when it could not be told.", figure(o.StoreSize))
	}
}

// figure is a number for a gauge; -1 when it is not known.
func figure[N int | int64](read func() (N, error)) func() float64 {
	return func() float64 {
		n, err := read()
		if err != nil {
			return -1
		}
		return float64(n)
	}
}

// answered counts a check of a token that began then, and how long it took.
func (m *metrics) answered(reason model.Reason, err error, begin time.Time) {
	m.seconds.Observe(time.Since(begin).Seconds())
	m.count(reason, err)
}

// count counts an answer. A question that cannot be answered is none.
func (m *metrics) count(reason model.Reason, err error) {
	if count := m.reasons[reason]; err == nil && count != nil {
		count.Inc()
	} else if kind := model.KindOf(err); kind == model.KindUnavailable || kind == model.KindInternal {
		m.failures.Inc()
	}
}

// handler answers Prometheus.
func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}
