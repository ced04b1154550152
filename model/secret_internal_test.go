package model

import (
	"math"
	"math/rand/v2"
	"testing"
)

// cycle gives each byte that there is in turn.
type cycle struct{ next byte }

func (c *cycle) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = c.next
		c.next++
	}
	return len(p), nil
}

// Every byte comes equally often, so each of the 62 characters has to: what does
// not divide evenly has to be drawn again. Inside of the package, because a whole
// secret does not show which byte became which character.
func TestRule_3_9_EachCharacterIsEquallyLikely(t *testing.T) {
	const rounds = 31
	text, err := randomBase62(&cycle{}, rounds*4*62)
	if err != nil {
		t.Fatal(err)
	}
	countEach(t, text, rounds*4)
}

func countEach(t *testing.T, text string, want int) {
	t.Helper()
	seen := map[rune]int{}
	for _, r := range text {
		seen[r]++
	}
	if len(seen) != 62 {
		t.Errorf("%d different characters, want 62", len(seen))
	}
	for r, n := range seen {
		if n != want {
			t.Errorf("%q comes %d times, want %d", r, n, want)
		}
	}
}

// A chi-square test with a fixed seed, over whole secrets: 61 degrees of
// freedom; 120 is beyond what one in a million fair draws reaches.
func TestRule_3_9_SecretsAreEvenlySpread(t *testing.T) {
	random := rand.NewChaCha8([32]byte{1, 2, 3})
	const draws = 4000
	seen := map[rune]int{}
	for range draws {
		s, err := newTokenSecret(random, PrefixUser)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range s.Reveal()[4 : 4+secretRandomLen] {
			seen[r]++
		}
	}
	fair := float64(draws*secretRandomLen) / 62
	chi := 0.0
	for _, n := range seen {
		chi += math.Pow(float64(n)-fair, 2) / fair
	}
	if len(seen) != 62 || chi > 120 {
		t.Errorf("%d characters, chi-square %.1f", len(seen), chi)
	}
}
