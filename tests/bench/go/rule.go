package main

import (
	"encoding/json"
	"fmt"
	"time"
)

// Only what the rule looks at: encoding/json skips everything else.

type Coding struct {
	System string `json:"system"`
	Code   string `json:"code"`
}

type Concept struct {
	Coding []Coding `json:"coding"`
}

type Resource struct {
	ResourceType string   `json:"resourceType"`
	Medication   *Concept `json:"medicationCodeableConcept"`
}

type Observation struct {
	ID     string  `json:"id"`
	Status string  `json:"status"`
	Code   Concept `json:"code"`
	Time   string  `json:"effectiveDateTime"`
	Value  *struct {
		Value json.Number `json:"value"`
	} `json:"valueQuantity"`
}

type Call struct {
	Hook         string `json:"hook"`
	HookInstance string `json:"hookInstance"`
	Context      struct {
		PatientID   string `json:"patientId"`
		DraftOrders struct {
			Entry []struct {
				Resource Resource `json:"resource"`
			} `json:"entry"`
		} `json:"draftOrders"`
	} `json:"context"`
	Prefetch struct {
		Patient struct {
			BirthDate string `json:"birthDate"`
		} `json:"patient"`
		BoneDensity struct {
			Entry []struct {
				Resource Observation `json:"resource"`
			} `json:"entry"`
		} `json:"boneDensity"`
	} `json:"prefetch"`
}

type Source struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

type Card struct {
	UUID      string `json:"uuid"`
	Summary   string `json:"summary"`
	Detail    string `json:"detail"`
	Indicator string `json:"indicator"`
	Source    Source `json:"source"`
}

type Cards struct {
	Cards []Card `json:"cards"`
}

const rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm"

var aromataseInhibitors = map[string]bool{
	"72965": true, "84857": true, "258494": true, "200064": true, "199224": true,
	"310261": true, "352306": true, "261267": true, "205794": true,
}

var tScores = map[string]bool{
	"38267-1": true, "80945-9": true, "80946-7": true, "80947-5": true, "80948-3": true, "38265-5": true,
}

// The day on which the calls are made.
var today = time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)

func isOurs(call *Call) bool {
	for _, entry := range call.Context.DraftOrders.Entry {
		if entry.Resource.Medication == nil {
			continue
		}
		for _, coding := range entry.Resource.Medication.Coding {
			if coding.System == rxnorm && aromataseInhibitors[coding.Code] {
				return true
			}
		}
	}
	return false
}

// The newest final T-score; false if there is none.
func newestTScore(call *Call) (value float64, when string, found bool) {
	for i := range call.Prefetch.BoneDensity.Entry {
		observation := &call.Prefetch.BoneDensity.Entry[i].Resource
		if observation.Value == nil || observation.Status != "final" || observation.Time <= when {
			continue
		}
		for _, coding := range observation.Code.Coding {
			if !tScores[coding.Code] {
				continue
			}
			if number, err := observation.Value.Value.Float64(); err == nil {
				value, when, found = number, observation.Time, true
			}
		}
	}
	return value, when, found
}

func age(birthDate string) int {
	born, err := time.Parse("2006-01-02", birthDate)
	if err != nil {
		return -1
	}
	years := today.Year() - born.Year()
	if today.YearDay() < born.YearDay() {
		years--
	}
	return years
}

func cardsFor(call *Call) Cards {
	cards := Cards{Cards: []Card{}}
	if !isOurs(call) {
		return cards
	}
	card := Card{
		UUID:      call.HookInstance,
		Summary:   "Bone density is not known: measure it",
		Indicator: "info",
		Source:    Source{"A guideline", "https://example.org/guideline"},
	}
	years := age(call.Prefetch.Patient.BirthDate)
	if value, when, found := newestTScore(call); found {
		card.Summary = fmt.Sprintf("T-score %.1f", value)
		card.Detail = fmt.Sprintf("Age %d. Newest T-score %.1f of %s.", years, value, when)
		if value < -2.0 {
			card.Indicator = "warning"
		}
	} else {
		card.Detail = fmt.Sprintf("Age %d. No T-score was found.", years)
	}
	cards.Cards = append(cards.Cards, card)
	return cards
}
