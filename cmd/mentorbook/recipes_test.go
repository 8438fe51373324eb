package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"gopkg.in/yaml.v3"

	playbook "mentorbook"
)

// blocks returns the code blocks of a section of the organizers' guide on hosts.
// Those for web servers are run by generator/hosts.
func blocks(t *testing.T, section string) []string {
	t.Helper()
	text, err := playbook.Starter.ReadFile("content/en/guides/put-the-portal-online.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "{#"+section+"}\n")
	rest, _, _ = strings.Cut(rest, "\n## ")
	var out []string
	for _, m := range regexp.MustCompile("(?s)```[a-z]+\n(.*?)```").FindAllStringSubmatch(rest, -1) {
		out = append(out, m[1])
	}
	if len(out) == 0 {
		t.Fatalf("the guide has no recipe %q", section)
	}
	return out
}

// steps are the commands of a job in the order of the file.
func steps(t *testing.T, text string) (out []string) {
	t.Helper()
	var file any
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	var visit func(any)
	visit = func(v any) {
		switch v := v.(type) {
		case string:
			out = append(out, v)
		case []any:
			for _, item := range v {
				visit(item)
			}
		case map[string]any:
			for _, key := range []string{"jobs", "publish", "pages", "script", "steps", "run", "uses"} {
				visit(v[key])
			}
		}
	}
	visit(file)
	return out
}

// TestRecipesForMachinesRun runs the commands of the workflows in a new project, and
// has the last of them refuse the portal of organizers.
func TestRecipesForMachinesRun(t *testing.T) {
	addresses := strings.NewReplacer(`"$CI_PAGES_URL"`, "https://people.gitlab.example/playbook", `"${{ steps.pages.outputs.base_url }}"`, "https://people.github.example/playbook")
	for _, section := range []string{"gitlab", "github"} {
		text := blocks(t, section)[0]
		all := steps(t, text)
		script := []string{"mkdir private", "exec mentorbook init playbook", "cd playbook"}
		n := 0
		for _, step := range all {
			if command, ours := strings.CutPrefix(step, "tools/"); ours {
				script = append(script, "exec "+addresses.Replace(command))
				n++
			}
		}
		script = append(script, "grep 'https://people.*example/playbook/' public/sitemap.xml",
			"exec mentorbook build --audience organizers --output public --replace", "! exec mentorbook verify public --audience public", "stdout 'not for public'")
		upload := slices.IndexFunc(all, func(s string) bool { return strings.HasPrefix(s, "actions/upload-pages-artifact") })
		verified := slices.IndexFunc(all, func(s string) bool { return strings.Contains(s, "mentorbook verify public --audience public") })
		if n != 3 || verified < 0 || section == "github" && (upload < verified || !strings.Contains(text, "cron:")) {
			t.Errorf("%s has the steps %q", section, all)
		}
		runScript(t, section, script)
	}
}

// TestRecipeOfAFileShareRuns builds as the guide says, copies, and verifies the copy.
func TestRecipeOfAFileShareRuns(t *testing.T) {
	script := []string{"mkdir private", "exec mentorbook init playbook", "cd playbook"}
	for line := range strings.Lines(blocks(t, "build")[0] + blocks(t, "share")[0]) {
		line = strings.ReplaceAll(strings.TrimSpace(line), "/mnt/share/playbook", "../share")
		if strings.HasPrefix(line, "rsync -a --delete out/playbook/ ../share/") {
			line = "cp -a out/playbook ../share" // is everywhere, and copies the same
		}
		script = append(script, "exec "+line)
	}
	script = append(script, "exists out/playbook.nginx.conf ../share/index.html.br", "rm ../share/index.html", "! exec mentorbook verify ../share --audience public")
	runScript(t, "share", script)
}

func runScript(t *testing.T, name string, lines []string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name+".txtar"), []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: dir, RequireExplicitExec: true})
}
