package activity

import (
	"context"
	"io"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// exported is the outcome of the export's form.
type exported struct {
	path    string
	entries int
}

func (e exported) notice() string {
	return "Exported " + kit.Plural(e.entries, "entry", "entries") + " to " + model.Printable(e.path) + "."
}

const (
	fieldFormat model.Field = "format"
	fieldPath   model.Field = "file"
)

// askExport opens the form of an export to a file at the person's end. Over
// plain SSH there is none.
func askExport(s *kit.Session, org model.OrgID, f model.ActivityFilter) tea.Cmd {
	if s.Files == nil {
		return kit.Say(kit.Failed, "Over plain SSH there is no file to write at your end; run: latchkey activity export")
	}
	return kit.Open(exportForm(s, org, f))
}

func exportForm(s *kit.Session, org model.OrgID, f model.ActivityFilter) kit.Dialog {
	intro := "Every entry of the organisation, the oldest first."
	if !f.IsZero() {
		intro = "The entries that the filter lets through, the oldest first."
	}
	actor := s.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[exported]{
		Title: "Export the activity",
		Intro: intro,
		Help:  "The file is new, and readable by you alone. CSV has a header line; JSON lines has an object a line.",
		Fields: []widget.Field{
			widget.Choice{Label: widget.Label{Name: fieldFormat, Label: "Form"}, Options: []widget.Option{
				{Value: string(model.ExportCSV), Label: "CSV"}, {Value: string(model.ExportJSONL), Label: "JSON lines"},
			}},
			widget.Text{Label: widget.Label{Name: fieldPath, Label: "File"}, Value: "latchkey-activity.csv"},
		},
		Submit: "Export",
		Busy:   "Exporting…",
		Run: func(ctx context.Context, v widget.Values) (exported, error) {
			out := exported{}
			path, err := s.Files.Write(v.Text(fieldPath), func(w io.Writer) (err error) {
				out.entries, err = s.Authority.ExportActivity(ctx, actor, org, f, model.ExportFormat(v.Choice(fieldFormat)), w)
				return err
			})
			out.path = path
			return out, inPathField(err)
		},
		Done: func(e exported) tea.Msg { return e },
	})
}

// inPathField puts an error about a file under the file's field.
func inPathField(err error) error {
	if err == nil || model.FieldOf(err) != "" {
		return err
	}
	return &model.Error{Kind: model.KindOf(err), Field: fieldPath, Message: model.Sentence(err), Err: err}
}
