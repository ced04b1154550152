package model_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// flush writes the uses, restarts when asked to, and returns the new entries.
func (w *world) flush(restart bool) []model.Entry {
	w.t.Helper()
	entries := w.since(func() { w.must(w.FlushUses(w.ctx())) })
	if restart {
		w.reopen()
	}
	return entries
}

func (w *world) verifyFrom(made model.Generated, address, agent string, want model.Reason) {
	w.t.Helper()
	d, err := w.Verify(w.ctx(), made.Secret, model.Origin{Address: address, Agent: agent})
	w.must(err)
	if d.Reason != want {
		w.t.Fatalf("the answer is %s, want %s", d.Reason, want)
	}
}

// restarts runs a test twice: in one go, and with a restart after each flush.
func restarts(t *testing.T, test func(w *world, restart bool)) {
	for name, restart := range map[string]bool{"in one go": false, "with restarts": true} {
		t.Run(name, func(t *testing.T) { test(newWorld(t), restart) })
	}
}

func wantEntries(t testing.TB, what string, entries []model.Entry, want ...model.Action) {
	t.Helper()
	var got []model.Action
	for _, e := range entries {
		got = append(got, e.Action)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: the entries are %v, want %v", what, got, want)
	}
}

func TestRule_9_5_TheFirstUseIsAnEntryOnce(t *testing.T) {
	restarts(t, func(w *world, restart bool) {
		made := w.generate(w.ada, w.acme, "made")
		wantEntries(w.t, "before it was used", w.flush(restart))
		w.verifyFrom(made, "192.0.2.1", "curl/8", model.ReasonOK)
		w.verifyFrom(made, "192.0.2.1", "curl/8", model.ReasonOK)
		first := w.flush(restart)
		wantEntries(w.t, "the first use", first, model.ActTokenFirstUse)
		if e := first[0]; e.From != "192.0.2.1" || e.Actor.Name != "Ada Ashby" || e.Refused || e.Target.ID != string(made.Token.ID) {
			w.t.Errorf("the entry is %+v", e)
		}
		w.clock.Advance(2 * time.Hour)
		w.verifyFrom(made, "192.0.2.1", "wget", model.ReasonOK)
		wantEntries(w.t, "later uses", w.flush(restart))
	})
}

func TestRule_9_5_ANewAddressIsAnEntryAtMostOnceAnHour(t *testing.T) {
	restarts(t, func(w *world, restart bool) {
		made, other := w.generate(w.ada, w.acme, "made"), w.generate(w.ada, w.acme, "other")
		for _, g := range []model.Generated{made, other} {
			w.verifyFrom(g, "192.0.2.1", "", model.ReasonOK)
		}
		w.flush(restart)
		w.verifyFrom(made, "192.0.2.2", "", model.ReasonOK)
		w.verifyFrom(made, "192.0.2.2", "", model.ReasonOK)
		fresh := w.flush(restart)
		wantEntries(w.t, "a new address", fresh, model.ActTokenNewAddress)
		if fresh[0].From != "192.0.2.2" {
			w.t.Errorf("the entry is %+v", fresh[0])
		}
		w.verifyFrom(made, "192.0.2.3", "", model.ReasonOK)
		wantEntries(w.t, "another in the same hour", w.flush(restart))
		w.verifyFrom(other, "192.0.2.2", "", model.ReasonOK)
		wantEntries(w.t, "another token", w.flush(restart), model.ActTokenNewAddress)
		w.clock.Advance(time.Hour)
		w.verifyFrom(made, "192.0.2.1", "", model.ReasonOK)
		w.verifyFrom(made, "192.0.2.3", "", model.ReasonOK)
		wantEntries(w.t, "known ones in the next hour", w.flush(restart))
		w.verifyFrom(made, "192.0.2.4", "", model.ReasonOK)
		wantEntries(w.t, "a new one in the next hour", w.flush(restart), model.ActTokenNewAddress)
	})
}

func TestRule_9_5_RefusalsAreAnEntryOncePerTokenReasonAndHour(t *testing.T) {
	restarts(t, func(w *world, restart bool) {
		w.limit(31 * day)
		u := w.service(w.acme, "Robot", model.SetGuest)
		one, two := w.serviceToken(u, "one"), w.serviceToken(u, "two")
		w.suspend(w.acme)
		refuse := func(g model.Generated, n int, why model.Reason) {
			for i := range n {
				w.verifyFrom(g, fmt.Sprint("192.0.2.", i), "", why)
			}
		}
		refuse(one, 5, model.ReasonOrgSuspended)
		first := w.flush(restart)
		wantEntries(w.t, "refusals", first, model.ActTokenRefused)
		if e := first[0]; !e.Refused || e.Reason != string(model.ReasonOrgSuspended) || e.Actor.Name != "Robot" || e.Actor.Token != string(one.Token.ID) || e.From != "192.0.2.0" {
			w.t.Errorf("the entry is %+v", e)
		}
		refuse(one, 5, model.ReasonOrgSuspended)
		wantEntries(w.t, "in the same hour", w.flush(restart))
		refuse(two, 1, model.ReasonOrgSuspended)
		wantEntries(w.t, "another token", w.flush(restart), model.ActTokenRefused)
		w.revive(w.acme)
		_, err := w.DisableServiceUser(w.ctx(), w.ada, w.acme, u.ID)
		w.must(err)
		refuse(one, 2, model.ReasonSubjectInactive)
		wantEntries(w.t, "another reason", w.flush(restart), model.ActTokenRefused)
		w.clock.Advance(59*time.Minute + 59*time.Second)
		refuse(one, 2, model.ReasonSubjectInactive)
		wantEntries(w.t, "at the end of the hour", w.flush(restart))
		w.clock.Advance(time.Second)
		refuse(one, 2, model.ReasonSubjectInactive)
		wantEntries(w.t, "in the next hour", w.flush(restart), model.ActTokenRefused)
	})
}

// hours returns a token's counts as the store has them.
func (w *world) hours(made model.Generated) map[string]int64 {
	w.t.Helper()
	counts := map[string]int64{}
	w.must(w.store.View(w.ctx(), func(tx model.Tx) error {
		days, err := tx.UseDays(ref(made), time.Time{})
		for _, d := range days {
			for hour, reasons := range d.Hours {
				for reason, n := range reasons {
					counts[fmt.Sprint(d.Day.Add(time.Duration(hour)*time.Hour).Format("01-02 15h "), reason)] += n
				}
			}
		}
		return err
	}))
	return counts
}

func TestRule_9_5_VerificationsAreCountedPerTokenHourAndReason(t *testing.T) {
	restarts(t, func(w *world, restart bool) {
		made := w.generate(w.ada, w.acme, "made")
		want := map[string]int64{}
		for hour := range 30 {
			for range hour%4 + 1 {
				w.wantReason(made, model.ReasonOK)
				want[w.clock.Now().Format("01-02 15h ")+"ok"]++
			}
			if hour%7 == 3 {
				w.suspend(w.acme)
				w.wantReason(made, model.ReasonOrgSuspended)
				w.revive(w.acme)
				want[w.clock.Now().Format("01-02 15h ")+"org_suspended"]++
			}
			if hour%5 == 0 {
				w.flush(restart)
			}
			w.clock.Advance(time.Hour)
		}
		w.flush(restart)
		w.flush(restart) // writes nothing twice
		if got := w.hours(made); fmt.Sprint(got) != fmt.Sprint(want) {
			w.t.Errorf("counted %v, want %v", got, want)
		}
	})
}

func TestRule_9_5_TheCountsAreKeptForNinetyDays(t *testing.T) {
	restarts(t, func(w *world, restart bool) {
		made := w.generate(w.ada, w.acme, "made")
		first := w.clock.Now()
		for range 100 {
			w.wantReason(made, model.ReasonOK)
			w.flush(restart)
			w.clock.Advance(day)
		}
		got := w.hours(made)
		kept := func(ago int) bool { return got[first.Add(time.Duration(99-ago)*day).Format("01-02 15h ")+"ok"] == 1 }
		for ago := range 100 {
			if ago < 90 && !kept(ago) {
				w.t.Errorf("the count of %d days ago is gone", ago)
			}
			if ago > 91 && kept(ago) {
				w.t.Errorf("the count of %d days ago is still there", ago)
			}
		}
		if n := w.row(made).Use.Count; n != 100 {
			w.t.Errorf("%d uses in all", n)
		}
	})
}

func TestRule_9_5_TheLastTwentyAddressesAndAgentsAreKept(t *testing.T) {
	restarts(t, func(w *world, restart bool) {
		made := w.generate(w.ada, w.acme, "made")
		for i := range 25 {
			w.verifyFrom(made, fmt.Sprint("192.0.2.", i), fmt.Sprint("agent/", i%3), model.ReasonOK)
			w.clock.Advance(time.Minute)
			if i%6 == 0 {
				w.flush(restart)
			}
		}
		w.verifyFrom(made, "192.0.2.10", "agent/1", model.ReasonOK) // the second time
		w.flush(restart)
		recent := w.row(made).Use.Recent
		if len(recent) != 20 {
			w.t.Fatalf("%d are kept", len(recent))
		}
		if c := recent[0]; c.From != "192.0.2.10" || c.Agent != "agent/1" || c.Count != 2 || !c.At.Equal(w.clock.Now()) {
			w.t.Errorf("the latest is %+v", c)
		}
		if c := recent[1]; c.From != "192.0.2.24" || c.Agent != "agent/0" || c.Count != 1 {
			w.t.Errorf("the one before is %+v", c)
		}
	})
}

// Many use tokens while others write: no use is lost, and none counted twice.
func TestRule_9_5_TheCountsAreExactHoweverManyAskAndWriteAtOnce(t *testing.T) {
	w := newWorld(t)
	all := []model.Generated{w.generate(w.ada, w.acme, "a"), w.generate(w.ada, w.acme, "b"), w.generate(w.ada, w.acme, "c")}
	const askers, times = 8, 60
	for _, err := range atOnce(askers+3, func(i int) error {
		for n := range times {
			if i < askers {
				if d, err := w.Verify(w.ctx(), all[n%len(all)].Secret, here); err != nil || !d.OK() {
					return fmt.Errorf("%s: %w", d.Reason, err)
				}
			} else if n%4 == 0 {
				if err := w.FlushUses(w.ctx()); err != nil {
					return err
				}
			}
		}
		return nil
	}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, restart := range []bool{false, true} {
		for _, made := range all {
			if d := w.row(made); d.Use.Count != askers*times/3 || d.LastDay != askers*times/3 {
				t.Errorf("restarted %v: %d uses, %d today, want %d", restart, d.Use.Count, d.LastDay, askers*times/3)
			}
		}
		w.flush(true)
	}
}

// A token whose records are damaged is refused itself. The others go on, and
// what is known of their use reaches the disk.
func TestRule_9_5_ADamagedTokenKeepsNoOthersUsesBack(t *testing.T) {
	w := newWorld(t)
	store := w.faults()
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	bad, good := w.generate(cy.Actor, w.acme, "bad"), w.generate(w.ada, w.acme, "good")
	w.wantReason(bad, model.ReasonOK)
	w.clock.Advance(29 * day)
	w.wantReason(bad, model.ReasonOK)
	w.wantReason(good, model.ReasonOK)
	store.breaks(damaged, "Membership/"+string(cy.User()))
	if err := w.FlushUses(w.ctx()); err == nil {
		t.Error("nothing is said of the one that could not be written")
	}
	store.breaks(nil)
	w.reopen() // the good one's use was written, so it lives for another 30 days
	w.clock.Advance(30*day - time.Second)
	w.wantReason(good, model.ReasonOK)
}

// Tokens that slept for long have many days to forget, all at once.
func TestRule_9_5_TokensThatWakeUpTogetherAreWritten(t *testing.T) {
	w := newWorld(t)
	u := w.service(w.acme, "Robot", model.SetGuest)
	var all []model.Generated
	for i := range model.MaxServiceUserTokens {
		all = append(all, w.serviceToken(u, fmt.Sprint("t", i)))
	}
	use := func() {
		for _, made := range all {
			w.wantReason(made, model.ReasonOK)
		}
		w.flush(false)
	}
	for range 45 {
		use()
		w.clock.Advance(day)
	}
	w.clock.Advance(100 * day)
	use()
	w.reopen()
	for _, made := range all {
		if n := w.row(made).Use.Count; n != 46 {
			t.Errorf("%s: %d uses", made.Token.Name, n)
		}
	}
}
