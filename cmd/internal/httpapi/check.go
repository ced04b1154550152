package httpapi

import (
	"net/http"
	"time"

	"example.com/latchkey/model"
)

// checkRequest is the body of POST /v1/check. With a token in it, it is a
// gateway's; the rest after that is for gateways alone.
type checkRequest struct {
	asked
	Token   *string     `json:"token"`
	Explain bool        `json:"explain"`
	Record  *recordJSON `json:"record"`
	From    *originJSON `json:"from"`
}

// recordJSON is what a request does, for the activity log (rule 9.6).
type recordJSON struct {
	Action string     `json:"action"`
	Target targetJSON `json:"target"`
}

type targetJSON struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

type originJSON struct {
	Address string `json:"address"`
	Agent   string `json:"agent"`
}

// check answers about the bearer's own token, with the status of /v1/verify; or
// tells a gateway about the token in the body, with 200 and the reason.
func (a *api) check(w http.ResponseWriter, r *http.Request) {
	secret, refused := bearer(r)
	if refused != nil {
		refused.write(w)
		return
	}
	var in checkRequest
	if wrong := readJSON(r, &in); wrong != nil {
		wrong.write(w)
		return
	}
	ask, wrong := a.question(in.asked)
	switch {
	case wrong != "":
		problem{Status: http.StatusBadRequest, Detail: wrong}.write(w)
	case in.Token != nil:
		a.checkFor(w, r, secret, in, ask)
	case in.Explain || in.Record != nil || in.From != nil:
		problem{Status: http.StatusBadRequest, Detail: "explain, record and from are for a gateway, which puts the token of its request into token."}.write(w)
	default:
		a.checkOwn(w, r, secret, ask)
	}
}

func (a *api) checkOwn(w http.ResponseWriter, r *http.Request, secret model.Secret, ask model.Question) {
	d, err := a.decide(r, secret, ask)
	if err != nil {
		a.fail(w, err, ask.Permission)
		return
	}
	if refused := refuse(d, ask.Permission); refused != nil {
		refused.writeRefusedJSON(w, d)
		return
	}
	sendJSON(w, http.StatusOK, asJSON(d))
}

func (a *api) checkFor(w http.ResponseWriter, r *http.Request, gateway model.Secret, in checkRequest, ask model.Question) {
	begin := time.Now()
	answer, err := a.authority.CheckFor(r.Context(), gateway, in.forGateway(ask), a.origin(r))
	if err != nil {
		a.metrics.answered("", err, begin)
		a.fail(w, err, model.TokensIntrospect)
		return
	}
	a.metrics.answered(answer.Reason, nil, begin)
	out := asJSON(answer.Decision)
	out.Explanation = explained(answer.Explanation)
	sendJSON(w, http.StatusOK, out)
}

func (in checkRequest) forGateway(ask model.Question) model.GatewayRequest {
	request := model.GatewayRequest{Secret: model.NewSecret(*in.Token), Ask: ask, Explain: in.Explain}
	if in.From != nil {
		request.From = model.Origin{Address: in.From.Address, Agent: in.From.Agent}
	}
	if in.Record != nil {
		request.Record = &model.Record{Action: in.Record.Action, Target: model.TargetRef(in.Record.Target)}
	}
	return request
}
