package terminal

import (
	"fmt"
	"reflect"
	"runtime/debug"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"
)

// fence runs the screens of one session among many. A panic in them, or in a
// command of theirs, ends that program and is told to whoever runs it: Bubble Tea
// would write it to the terminal of this process, which is somebody else's.
type fence struct {
	tea.Model
	fault *atomic.Pointer[error]
}

func newFence(m tea.Model) fence { return fence{m, &atomic.Pointer[error]{}} }

// err returns the panic that ended the program; nil when there was none.
func (f fence) err() error {
	if err := f.fault.Load(); err != nil {
		return *err
	}
	return nil
}

// caught takes what recover returned, and reports whether there was a panic. The
// first one counts.
func (f fence) caught(r any) bool {
	if r == nil {
		return false
	}
	err := fmt.Errorf("%w: %v\n%s", tea.ErrProgramPanic, r, debug.Stack())
	f.fault.CompareAndSwap(nil, &err)
	return true
}

// Init begins the screens.
func (f fence) Init() (cmd tea.Cmd) {
	defer func() {
		if f.caught(recover()) {
			cmd = tea.Quit
		}
	}()
	return f.guard(f.Model.Init())
}

// Update gives the screens a message.
func (f fence) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	defer func() {
		if f.caught(recover()) {
			next, cmd = f, tea.Quit
		}
	}()
	if f.err() != nil {
		return f, tea.Quit
	}
	m, cmd := f.Model.Update(msg)
	return fence{m, f.fault}, f.guard(cmd)
}

// View draws the screens. One that cannot be drawn ends with the next message.
func (f fence) View() (text string) {
	defer func() { f.caught(recover()) }()
	if f.err() != nil {
		return ""
	}
	return f.Model.View()
}

// guard returns cmd within the fence, and the commands that it may return.
func (f fence) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if f.caught(recover()) {
				msg = tea.Quit()
			}
		}()
		msg = cmd()
		f.guardEach(msg)
		return msg
	}
}

// guardEach puts the commands of a batch or of a sequence within the fence. The
// type of the latter has no name outside Bubble Tea.
func (f fence) guardEach(msg tea.Msg) {
	list := reflect.ValueOf(msg)
	if list.Kind() != reflect.Slice || list.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return
	}
	for i := range list.Len() {
		if cmd, ok := list.Index(i).Interface().(tea.Cmd); ok {
			list.Index(i).Set(reflect.ValueOf(f.guard(cmd)))
		}
	}
}
