package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"example.com/latchkey/model"
)

// ChildCommand is the name of the subcommand, below bench, that runs Child.
const ChildCommand = "child"

// children are what rows want of a process of its own, by name. The job is JSON
// on in, and so is the answer on out.
var children = map[string]func(ctx context.Context, in io.Reader, out io.Writer) error{
	"empty": emptyChild,
	"load":  loadChild,
	"write": writeChild,
}

// Child does the job of a child process.
func Child(ctx context.Context, name string, in io.Reader, out io.Writer) error {
	run, ok := children[name]
	if !ok {
		return &model.Error{Kind: model.KindInvalid, Message: "latchkey bench runs that by itself."}
	}
	return run(ctx, in, out)
}

// child has a child process do a job.
func (r *run) child(ctx context.Context, name string, job, answer any) error {
	text, err := json.Marshal(job)
	if err != nil {
		return err
	}
	var said strings.Builder
	cmd := exec.CommandContext(ctx, r.Program, "bench", ChildCommand, name)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(text), &said
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("the process for %s: %w: %s", name, err, said.String())
	}
	return json.Unmarshal(out, answer)
}
