package storage

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"sync"
)

// The form of a sealed value: version, MAC, payload.
const (
	formatVersion = 1
	macLen        = 16 // of the 32 bytes of an HMAC-SHA256
	sealLen       = 1 + macLen
)

var (
	errShort   = errors.New("the value is too short")
	errMAC     = errors.New("the value does not verify")
	errVersion = errors.New("the value has a version that this latchkey does not know")
)

// sealer signs values and verifies them. Its states are reused: setting up an
// HMAC costs more than running it over a record.
type sealer struct{ states sync.Pool }

func newSealer(secret []byte) *sealer {
	secret = append([]byte(nil), secret...)
	return &sealer{sync.Pool{New: func() any { return hmac.New(sha256.New, secret) }}}
}

// seal returns payload as the value of k.
func (s *sealer) seal(k key, payload []byte) []byte {
	value := make([]byte, sealLen, sealLen+len(payload))
	value[0] = formatVersion
	sum := s.sum(formatVersion, k, payload)
	copy(value[1:], sum[:macLen])
	return append(value, payload...)
}

// open returns the payload of k's value when it verifies.
func (s *sealer) open(k key, value []byte) ([]byte, error) {
	if len(value) < sealLen {
		return nil, errShort
	}
	payload := value[sealLen:]
	sum := s.sum(value[0], k, payload)
	if !hmac.Equal(sum[:macLen], value[1:sealLen]) {
		return nil, errMAC
	}
	if value[0] != formatVersion {
		return nil, errVersion
	}
	return payload, nil
}

// sum signs version, key and payload. The length of the key stands before it,
// so that nothing can move from the one to the other.
func (s *sealer) sum(version byte, k key, payload []byte) [sha256.Size]byte {
	state := s.states.Get().(hash.Hash)
	defer s.states.Put(state)
	state.Reset()
	head := binary.BigEndian.AppendUint16([]byte{version}, uint16(len(k)))
	state.Write(head)
	state.Write(k)
	state.Write(payload)
	var sum [sha256.Size]byte
	state.Sum(sum[:0])
	return sum
}
