package cli

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/spf13/cobra"
)

// flagError says in a sentence what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	f, value := flagAtFault(err, cmd.Flags().Lookup)
	if f == nil {
		return usageError{err}
	}
	said := map[string]string{
		"int":       "takes a whole number, and %q is none",
		"bool":      "takes true or false, and %q is neither",
		addressType: "takes an address with a port, as in :2222 or 10.0.0.5:2222, and %q is none",
	}[f.Value.Type()]
	if said == "" {
		said = "cannot be %q"
	}
	return usageError{fmt.Errorf("--%s "+said, f.Name, value)}
}

// flagAtFault returns the flag that an error is about, with the value that it
// cannot have; nil for an error of another kind. F is what lookup finds: the type
// of a library that only cobra knows by name.
func flagAtFault[F any](err error, _ func(name string) *F) (*F, string) {
	var bad interface {
		error
		GetFlag() *F
		GetValue() string
	}
	if !errors.As(err, &bad) {
		return nil, ""
	}
	return bad.GetFlag(), bad.GetValue()
}

// addressType is what the type of a flag for an address to listen on is called.
const addressType = "address"

// address is the value of a flag for where to listen.
type address string

// Set takes it. The error is that of one where nobody could listen on any machine.
func (a *address) Set(text string) error {
	*a = address(text)
	return checkAddress(text)
}

func (a *address) String() string { return string(*a) }

// Type says what the flag takes.
func (a *address) Type() string { return addressType }

// addresses are those of a flag that may be given several times.
type addresses []string

// Set takes one more. The errors are those of address.
func (a *addresses) Set(text string) error {
	*a = append(*a, text)
	return checkAddress(text)
}

func (a *addresses) String() string { return strings.Join(*a, ", ") }

// Type says what the flag takes.
func (a *addresses) Type() string { return addressType }

func checkAddress(text string) error {
	_, port, err := net.SplitHostPort(text)
	if err == nil {
		_, err = net.LookupPort("tcp", port) // a number, or a name like ssh
	}
	return err
}
