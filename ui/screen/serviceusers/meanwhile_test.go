package serviceusers_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/serviceusers"
)

func TestADialogAboutAServiceUserThatIsGoneSaysSo(t *testing.T) {
	for key, asks := range map[string]string{"E": "Edit ERP export", "x": "Delete ERP export?", "d": "Disable ERP export?"} {
		t.Run(asks, func(t *testing.T) {
			w, made := someServiceUsers(t)
			grace := w.Join("grace@acme.example", "Grace Hopper", model.SetAdministrator)
			d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
			d.Press(key)
			d.Sees(asks)
			_, err := w.DeleteServiceUser(t.Context(), grace, w.Acme, made[0].Token.Subject.ServiceUser, model.Subject{})
			w.Must(err)
			d.Send(kit.Changed{})
			d.Sees("✗ Grace Hopper deleted this service user just now.")
			d.SeesNot(asks)
			d.Golden(t, "deleted_meanwhile")
		})
	}
}

// Disabling what somebody else has disabled comes to nothing; deleting it does not.
func TestADialogIsOverWhenItsStepWasTaken(t *testing.T) {
	w, made := someServiceUsers(t)
	grace := w.Join("grace@acme.example", "Grace Hopper", model.SetAdministrator)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	set := func(do func() (model.ServiceUser, error)) {
		_, err := do()
		w.Must(err)
		d.Send(kit.Changed{})
	}
	disable := func() (model.ServiceUser, error) {
		return w.DisableServiceUser(t.Context(), grace, w.Acme, made[0].Token.Subject.ServiceUser)
	}
	enable := func() (model.ServiceUser, error) {
		return w.EnableServiceUser(t.Context(), grace, w.Acme, made[0].Token.Subject.ServiceUser)
	}
	d.Press("d")
	d.Sees("Disable ERP export?")
	set(disable)
	d.Sees("✗ Grace Hopper disabled this service user just now.")
	d.Press("esc", "d")
	d.Sees("Enable ERP export?")
	set(enable)
	d.Sees("✗ Grace Hopper enabled this service user just now.")
	d.Press("esc", "x")
	set(disable)
	d.Sees("Delete ERP export?")
}
