// Package cli is the command line of toll: commands, flags, help, exit codes.
// What the commands do lies in job.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"toll/cmd/toll/internal/job"
	"toll/input"
	"toll/output/publish"
)

// Streams are what a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Exit codes, a contract.
const (
	exitDone     = 0
	exitFindings = 1
	exitUsage    = 2
	exitSystem   = 3
	exitLocked   = 4
	exitSignal   = 128 // plus the signal's number
)

// Main runs toll with arguments and returns the exit code.
func Main(args []string, s Streams) int {
	signal.Ignore(syscall.SIGPIPE) // a reader that has gone is an error of the write: exit 0
	ctx, stop := withSignals(context.Background())
	defer stop()
	s.In = interruptible(ctx, s.In)
	root := newRoot(s)
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	return exitCode(root.ExecuteContext(ctx), s.Err)
}

// A signalled is the cause of a context that a signal ended.
type signalled struct{ signal syscall.Signal }

// Error names the signal.
func (s signalled) Error() string { return "stopped by " + s.signal.String() }

// withSignals ends the context on SIGINT and SIGTERM.
func withSignals(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	go func() {
		if s, ok := <-c; ok {
			cancel(signalled{s.(syscall.Signal)})
		}
	}()
	return ctx, func() {
		signal.Stop(c)
		close(c)
		cancel(nil)
	}
}

// interruptible is a reader that fails when the context ends, even while the
// other side says nothing.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	return &waiting{ctx: ctx, from: r}
}

// waiting starts to read only when somebody asks.
type waiting struct {
	ctx  context.Context
	from io.Reader
	pipe *io.PipeReader
}

// Read waits for the reader or for the end of the context.
func (w *waiting) Read(b []byte) (int, error) {
	if w.pipe == nil {
		r, to := io.Pipe()
		w.pipe = r
		context.AfterFunc(w.ctx, func() { to.CloseWithError(context.Cause(w.ctx)) })
		go func() {
			_, err := io.CopyBuffer(onlyWriter{to}, w.from, make([]byte, 1<<18))
			to.CloseWithError(err)
		}()
	}
	return w.pipe.Read(b)
}

// onlyWriter hides all but Write, so that a copy uses its buffer.
type onlyWriter struct{ io.Writer }

// A usageError is a bad option or argument, with what to do about it.
type usageError struct {
	err  error
	hint string
}

// Error is the message.
func (e usageError) Error() string { return e.err.Error() }

// usage makes a usage error.
func usage(hint, format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...), hint}
}

// errFound is the outcome of a command whose inputs are at fault; the findings
// were shown.
var errFound = errors.New("findings")

// exitCode tells what happened, on w, and is its code.
func exitCode(err error, w io.Writer) int {
	var stopped signalled
	var bad usageError
	var missing *input.NotFoundError
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		return exitDone
	case errors.Is(err, errFound):
		return exitFindings
	case errors.As(err, &stopped):
		fmt.Fprintf(w, "toll: %v\n", stopped)
		return exitSignal + int(stopped.signal)
	case errors.As(err, &bad):
		tell(w, err, bad.hint)
		return exitUsage
	case errors.As(err, &missing):
		tell(w, err, "")
		return exitUsage
	case errors.Is(err, publish.ErrLocked):
		tell(w, err, "wait for it to end, or publish into another folder with -o")
		return exitLocked
	}
	tell(w, err, "")
	return exitSystem
}

func tell(w io.Writer, err error, hint string) {
	fmt.Fprintf(w, "toll: %v\n", err)
	if hint != "" {
		fmt.Fprintf(w, "hint: %s\n", hint)
	}
}

const rootHelp = `toll turns what is published about claimed military losses into tidy,
validated CSV and Parquet. Every number is a claim by a party; toll says whose.

INPUT is a file, a folder, a glob in quotes, or - for standard input: JSON (an
array, one object a line, or wrapped in an object) or CSV. What a source does
not state can be given with options such as --claimant and --as-of.

Data goes to standard output, everything else to standard error.

Exit codes
  0    done
  1    a finding at or above --fail-on (default error), or no figure to publish
  2    bad option, or an INPUT that does not exist or matches nothing
  3    the system failed: read, write, disk
  4    another run holds the lock of the output folder
  130  stopped by an interrupt; 143 by a termination signal`

// newRoot is the command toll.
func newRoot(s Streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "toll",
		Short:         "Claimed military losses, as tidy CSV and Parquet",
		Long:          rootHelp,
		Version:       job.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			hint := "toll help lists the commands"
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				hint = "did you mean toll " + near[0] + "?"
			}
			return usage(hint, "no command %q", args[0])
		},
		SuggestionsMinimumDistance: 2,
	}
	root.SetVersionTemplate("toll {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(fmt.Sprintf("%s --help lists the options", cmd.CommandPath()), "%v", err)
	})
	root.AddGroup(&cobra.Group{ID: "work", Title: "Work:"}, &cobra.Group{ID: "look", Title: "Look things up:"})
	for _, c := range []*cobra.Command{newRun(s), newCheck(s), newExtract(s)} {
		c.GroupID = "work"
		root.AddCommand(c)
	}
	for _, c := range []*cobra.Command{newCategories(s), newClaimants(s), newSchema(s), newRules(s), newFormats(s)} {
		c.GroupID = "look"
		root.AddCommand(c)
	}
	return root
}

// inputs is a check of arguments: one INPUT at least.
func inputs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usage("give a file, a folder, a glob in quotes, or - for standard input", "%s: no INPUT", cmd.CommandPath())
	}
	return nil
}

// noMore is a check of arguments: at most so many.
func noMore(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usage(fmt.Sprintf("%s --help tells what it takes", cmd.CommandPath()), "%s: unexpected argument %q", cmd.CommandPath(), args[n])
		}
		return nil
	}
}
