package simulation_test

import (
	"firebreak/config"
	"firebreak/daemon/dispatch"
	"firebreak/sinks"
)

// The receivers.
const (
	pagerName = "oncall"
	cardName  = "social"
)

// routes sends pages to both receivers, notifies to the cards.
func routes() (*dispatch.Tree, error) {
	return dispatch.NewTree(config.Route{Receiver: cardName, Routes: []config.Route{
		{Receiver: pagerName, Match: config.Matches{"level = page"}, Continue: true},
		{Receiver: cardName, Match: config.Matches{`level =~ "notify|page"`}},
	}}, []string{pagerName, cardName})
}

// pagerService is a pager with de-duplication keys, as PagerDuty has them: a trigger makes a noise unless its alert is there already.
type pagerService struct {
	state map[string]string
	// rang is how often each tell made a noise.
	rang map[string]int
	// ghosts are the alerts that a dispatcher touched which was not the active one any more.
	ghosts map[string]bool
}

func newPagerService() *pagerService {
	return &pagerService{state: map[string]string{}, rang: map[string]int{}, ghosts: map[string]bool{}}
}

// The states of an alert.
const (
	alertOpen     = "open"
	alertAcked    = "acknowledged"
	alertResolved = "resolved"
)

func (s *pagerService) take(n sinks.Notification, active bool) {
	if !active {
		s.ghosts[n.Key] = true
	}
	switch n.Event {
	case sinks.EventTell:
		if s.state[n.Key] == "" || s.state[n.Key] == alertResolved {
			s.rang[deliveryKey(n.Incident, n.Key, n.Tell)]++
			s.state[n.Key] = alertOpen
		}
	case sinks.EventAcknowledge:
		if s.state[n.Key] == alertOpen {
			s.state[n.Key] = alertAcked
		}
	case sinks.EventResolve:
		if s.state[n.Key] != "" {
			s.state[n.Key] = alertResolved
		}
	case sinks.EventUpdate:
	}
}

// cardService shows the last state of every incident.
type cardService struct {
	shown map[string]sinks.Notification
	// ghosts are the cards that a dispatcher touched which was not the active one any more.
	ghosts map[string]bool
}

func newCardService() *cardService {
	return &cardService{shown: map[string]sinks.Notification{}, ghosts: map[string]bool{}}
}

func (s *cardService) take(n sinks.Notification, active bool) {
	s.shown[n.Incident] = n
	if !active {
		s.ghosts[n.Incident] = true
	}
}
