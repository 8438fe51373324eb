package diag

import (
	"io"
	"net/url"
)

// The subset of SARIF 2.1.0 that code review tools read.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

func printSARIF(w io.Writer, l List, locate func(string) string) error {
	results, rules, seen := []sarifResult{}, []sarifRule{}, map[string]bool{}
	for _, d := range l {
		if !seen[d.Code] {
			seen[d.Code] = true
			rules = append(rules, sarifRule{d.Code, sarifText{explanations[d.Code]}})
		}
		results = append(results, sarifResultOf(d, locate))
	}
	return indented(w, sarifLog{
		"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0",
		[]sarifRun{{sarifTool{sarifDriver{"mentorbook", rules}}, "unicodeCodePoints", results}},
	})
}

func sarifResultOf(d Diagnostic, locate func(string) string) sarifResult {
	r := sarifResult{RuleID: d.Code, Level: d.Severity.String(), Message: sarifText{sentence(d)}}
	if d.Span.File != nil {
		start, end := d.Span.Positions()
		r.Locations = []sarifLocation{{sarifPlace{
			sarifArtifact{(&url.URL{Path: locate(d.Span.File.Path)}).String()}, sarifRegion{start.Line, start.Column, end.Line, end.Column},
		}}}
	}
	return r
}
