package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"toll/cmd/toll/internal/job"
	"toll/input"
	"toll/pipeline"
	"toll/pipeline/config"
	"toll/pipeline/lexicon"
	"toll/pipeline/validate"
	"toll/schema"
)

// inputOptions are the options of every command that reads INPUT.
type inputOptions struct {
	now, published, asOf    string
	side, claimant, measure string
	lang, encoding, profile string
	onUnreadable            string
	failOn                  string
	maxRecord               int64
}

// add declares the options on a command.
func (o *inputOptions) add(c *cobra.Command) {
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&o.claimant, "claimant", "", "the `CODE` of who claims the figures, where the source does not say (see toll claimants)")
	f.StringVar(&o.side, "side", "", "the `CODE` of whose losses they are, where the source does not say")
	f.StringVar(&o.measure, "measure", "", "the `MEASURE` of numbers whose keys do not say: cumulative, daily, correction")
	f.StringVar(&o.asOf, "as-of", "", "report `DAY` of figures that state none, YYYY-MM-DD")
	f.StringVar(&o.published, "published", "", "`DAY` of publication of documents that state none (also --date)")
	f.StringVar(&o.published, "date", "", "")
	f.StringVar(&o.now, "now", "", "no figure may speak of a later `DAY` (default: the latest day of the input)")
	f.StringVar(&o.lang, "lang", "", "`LANGUAGE` of the sources, where they do not say (BCP 47)")
	f.StringVar(&o.encoding, "encoding", "", "character `ENCODING` of the sources: utf-8")
	f.StringVar(&o.profile, "profile", config.DefaultProfile, "conflict: a built-in `NAME`, or a folder with conflict.tsv and claimants.tsv")
	f.StringVar(&o.onUnreadable, "on-unreadable", "fail", "`WHAT` to do with content that cannot be read: fail, or skip with a warning")
	f.StringVar(&o.failOn, "fail-on", schema.Error, "exit 1 on a finding of this `SEVERITY` or above: error, warning, info, never")
	f.Int64Var(&o.maxRecord, "max-record", input.DefaultMaxUnit, "longest JSON record or CSV row, in `BYTES`")
	_ = f.MarkHidden("date") // it exists
	complete(c, "measure", schema.Measures)
	complete(c, "fail-on", schema.Severities)
	complete(c, "on-unreadable", []schema.Code{{Code: "fail", Doc: "a finding is an error"}, {Code: "skip", Doc: "a finding is a warning"}})
	c.RegisterFlagCompletionFunc("claimant", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		p, err := o.loadProfile()
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		var list []string
		for _, x := range p.Claimants {
			list = append(list, x.Code+"\t"+x.Name)
		}
		return list, cobra.ShellCompDirectiveNoFileComp
	})
}

// complete lets the shell complete an option with codes.
func complete(c *cobra.Command, flag string, codes []schema.Code) {
	var list []string
	for _, x := range codes {
		list = append(list, x.Code+"\t"+x.Doc)
	}
	c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp))
}

// job makes a job of the options, or says which one is wrong.
func (o *inputOptions) job(args []string, s Streams) (job.Job, error) {
	j := job.Job{Args: args, Input: input.Options{Stdin: s.In, Encoding: o.encoding, MaxUnit: o.maxRecord}}
	p, err := o.loadProfile()
	if err != nil {
		return j, usage("", "--profile: %v", err)
	}
	j.Pipeline = pipeline.Options{Profile: p, Lexicon: lexicon.Builtin(), Side: o.side, Claimant: o.claimant, Lang: o.lang, Measure: o.measure}
	for _, d := range []struct {
		flag, text string
		into       **schema.Date
	}{{"now", o.now, &j.Pipeline.Now}, {"published", o.published, &j.Pipeline.Published}, {"as-of", o.asOf, &j.Pipeline.AsOf}} {
		if d.text == "" {
			continue
		}
		day, err := schema.ParseDate(d.text)
		if err != nil {
			return j, usage("write the day as 2022-03-01", "--%s: %v", d.flag, err)
		}
		*d.into = &day
	}
	if o.onUnreadable == "skip" {
		j.Pipeline.Severity = map[string]string{}
		for _, id := range validate.Unreadable {
			j.Pipeline.Severity[id] = schema.Warning
		}
	}
	return j, o.check(p)
}

// check holds the options against the codes that they may be.
func (o *inputOptions) check(p *config.Profile) error {
	var sides, claimants []string
	for _, s := range p.Sides {
		sides = append(sides, s.Code)
	}
	for _, c := range p.Claimants {
		claimants = append(claimants, c.Code)
	}
	for _, c := range []struct {
		flag, value string
		may         []string
	}{
		{"side", o.side, sides},
		{"claimant", o.claimant, claimants},
		{"measure", o.measure, []string{schema.Cumulative, schema.Daily, schema.Correction}},
		{"on-unreadable", o.onUnreadable, []string{"fail", "skip"}},
		{"fail-on", o.failOn, []string{schema.Error, schema.Warning, schema.Info, never}},
		{"encoding", o.encoding, []string{"utf-8"}},
	} {
		if c.value != "" && !slices.Contains(c.may, c.value) {
			return usage("it may be "+strings.Join(c.may, ", "), "--%s: %q is not known", c.flag, c.value)
		}
	}
	if o.maxRecord < 1 {
		return usage("give a number of bytes, such as 16777216", "--max-record: %d is no length", o.maxRecord)
	}
	return nil
}

// never is the value of --fail-on under which findings change nothing.
const never = "never"

// threshold is the severity at which a command fails, blank for never.
func (o *inputOptions) threshold() string {
	if o.failOn == never {
		return ""
	}
	return o.failOn
}

// verdict is errFound when the findings reach the threshold.
func (o *inputOptions) verdict(s *pipeline.Summary) error {
	if t := o.threshold(); t != "" && s.Worst(t) > 0 {
		return errFound
	}
	return nil
}

func (o *inputOptions) loadProfile() (*config.Profile, error) {
	if info, err := os.Stat(o.profile); err == nil && info.IsDir() {
		path, err := filepath.Abs(o.profile)
		if err != nil {
			return nil, err
		}
		return config.Load(filepath.Base(path), os.DirFS(path))
	}
	return config.Builtin(o.profile)
}

// manifest are the options that decide the bytes of a set. A profile is told by
// what it says, not by where its folder lies.
func (o *inputOptions) manifest(p *config.Profile) map[string]string {
	m := map[string]string{"profile": p.Name, "profile_id": p.ID, "on-unreadable": o.onUnreadable}
	for name, value := range map[string]string{"now": o.now, "published": o.published, "as-of": o.asOf, "side": o.side, "claimant": o.claimant,
		"measure": o.measure, "lang": o.lang, "encoding": o.encoding} {
		if value != "" {
			m[name] = value
		}
	}
	if o.maxRecord != input.DefaultMaxUnit {
		m["max-record"] = strconv.FormatInt(o.maxRecord, 10)
	}
	return m
}
