package reconcile

import (
	"bufio"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"sort"
	"unsafe"
)

// maxHeld is how many values a sorter holds in memory; more lie in temporary
// files until they are merged.
const maxHeld = 1 << 16

// A sorter puts any number of values in order with bounded memory. T must not
// hold pointers: full blocks are written as they lie in memory, and read again
// by this process only.
type sorter[T any] struct {
	compare func(a, b *T) int
	dir     string // for temporary files; blank is the system's
	limit   int
	held    []T
	runs    []*os.File
}

// add takes a value.
func (s *sorter[T]) add(v *T) error {
	s.held = append(s.held, *v)
	if len(s.held) < s.limit {
		return nil
	}
	return s.spill()
}

// sort puts what is held in order. The values are large, so they are compared
// where they lie.
func (s *sorter[T]) sort() { sort.Sort((*inPlace[T])(s)) }

// inPlace is a sorter's held values as a sort.Interface.
type inPlace[T any] sorter[T]

// Len is that of sort.Interface.
func (s *inPlace[T]) Len() int { return len(s.held) }

// Less is that of sort.Interface.
func (s *inPlace[T]) Less(i, j int) bool { return s.compare(&s.held[i], &s.held[j]) < 0 }

// Swap is that of sort.Interface.
func (s *inPlace[T]) Swap(i, j int) { s.held[i], s.held[j] = s.held[j], s.held[i] }

// spill writes what is held, in order, to a temporary file.
func (s *sorter[T]) spill() (err error) {
	s.sort()
	f, err := os.CreateTemp(s.dir, "toll-sort-")
	if err != nil {
		return fmt.Errorf("making room to sort: %w", err)
	}
	// The file goes away with the process, whatever happens to it.
	if err := os.Remove(f.Name()); err != nil {
		return errors.Join(fmt.Errorf("making room to sort: %w", err), f.Close())
	}
	s.runs = append(s.runs, f)
	if _, err := f.Write(asBytes(s.held)); err != nil {
		return fmt.Errorf("writing a temporary file to sort: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("reading a temporary file to sort: %w", err)
	}
	s.held = s.held[:0]
	return nil
}

// asBytes are the bytes of values without pointers.
func asBytes[T any](list []T) []byte {
	if len(list) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), len(list)*int(unsafe.Sizeof(list[0])))
}

// close frees the temporary files.
func (s *sorter[T]) close() error {
	var errs []error
	for _, f := range s.runs {
		errs = append(errs, f.Close())
	}
	s.runs, s.held = nil, nil
	return errors.Join(errs...)
}

// all gives the values in order, each valid until the next. An error comes
// last, with a nil value.
func (s *sorter[T]) all() iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		s.sort()
		m := &merge[T]{compare: s.compare}
		m.push(&source[T]{held: s.held})
		for _, f := range s.runs {
			m.push(&source[T]{file: bufio.NewReaderSize(f, 1<<16)})
		}
		for m.err == nil && len(m.heap) > 0 {
			if !yield(&m.heap[0].head, nil) {
				return
			}
			m.next()
		}
		if m.err != nil {
			yield(nil, m.err)
		}
	}
}

// A source is one sorted run, in memory or in a file.
type source[T any] struct {
	head  T
	order int // of the run, so that equals come in order of arrival
	held  []T
	file  *bufio.Reader
}

// advance loads the next value; false at the end.
func (s *source[T]) advance() (bool, error) {
	if s.file == nil {
		if len(s.held) == 0 {
			return false, nil
		}
		s.head, s.held = s.held[0], s.held[1:]
		return true, nil
	}
	one := unsafe.Slice(&s.head, 1)
	_, err := io.ReadFull(s.file, asBytes(one))
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading a temporary file to sort: %w", err)
	}
	return true, nil
}

// A merge joins sorted runs.
type merge[T any] struct {
	compare func(a, b *T) int
	heap    []*source[T]
	err     error
}

func (m *merge[T]) push(s *source[T]) {
	s.order = len(m.heap)
	ok, err := s.advance()
	m.err = errors.Join(m.err, err)
	if ok {
		heap.Push(m, s)
	}
}

func (m *merge[T]) next() {
	ok, err := m.heap[0].advance()
	switch {
	case err != nil:
		m.err = err
	case ok:
		heap.Fix(m, 0)
	default:
		heap.Pop(m)
	}
}

// Len, Less, Swap, Push and Pop are those of container/heap.
func (m *merge[T]) Len() int { return len(m.heap) }

// Less orders runs by their heads, then by age.
func (m *merge[T]) Less(i, j int) bool {
	c := m.compare(&m.heap[i].head, &m.heap[j].head)
	return c < 0 || c == 0 && m.heap[i].order < m.heap[j].order
}

// Swap swaps two runs.
func (m *merge[T]) Swap(i, j int) { m.heap[i], m.heap[j] = m.heap[j], m.heap[i] }

// Push adds a run.
func (m *merge[T]) Push(x any) { m.heap = append(m.heap, x.(*source[T])) }

// Pop takes the last run away.
func (m *merge[T]) Pop() any {
	s := m.heap[len(m.heap)-1]
	m.heap = m.heap[:len(m.heap)-1]
	return s
}
