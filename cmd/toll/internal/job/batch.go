package job

import "toll/schema"

// batchRows is how many figures travel together.
const batchRows = 1024

// A batch keeps figures until there are enough to write.
type batch struct {
	write func([]schema.Figure) error
	rows  []schema.Figure
	arena schema.Arena
}

func newBatch(write func([]schema.Figure) error) *batch { return &batch{write: write} }

// add keeps a figure; a full batch is written.
func (b *batch) add(f *schema.Figure) error {
	b.rows = append(b.rows, b.arena.Copy(f))
	if len(b.rows) < batchRows {
		return nil
	}
	return b.flush()
}

// flush writes what is kept.
func (b *batch) flush() error {
	if len(b.rows) == 0 {
		return nil
	}
	err := b.write(b.rows)
	b.rows = b.rows[:0]
	b.arena.Reset()
	return err
}

// A relay writes figures beside the reading: batches go to a goroutine and come
// back empty.
type relay struct {
	batch *batch
	full  chan *batch
	empty chan *batch
	done  chan error
	err   error
}

// newRelay starts a relay to a writer.
func newRelay(write func([]schema.Figure) error) *relay {
	r := &relay{full: make(chan *batch, 2), empty: make(chan *batch, 3), done: make(chan error, 1)}
	for range 3 {
		r.empty <- newBatch(write)
	}
	r.batch = <-r.empty
	go r.run()
	return r
}

func (r *relay) run() {
	var err error
	for b := range r.full {
		if err == nil {
			err = b.flush()
		}
		if err != nil {
			select { // the reader looks before it hands over the next
			case r.done <- err:
			default:
			}
		}
		b.rows = b.rows[:0]
		b.arena.Reset()
		r.empty <- b
	}
	close(r.done)
}

// add takes a figure, or tells what went wrong with those before.
func (r *relay) add(f *schema.Figure) error {
	r.batch.rows = append(r.batch.rows, r.batch.arena.Copy(f))
	if len(r.batch.rows) < batchRows {
		return nil
	}
	return r.hand()
}

func (r *relay) hand() error {
	select {
	case err := <-r.done:
		r.err = err
		return err
	default:
	}
	r.full <- r.batch
	r.batch = <-r.empty
	return nil
}

// close hands over the rest and waits for the writer.
func (r *relay) close() error {
	if r.full == nil {
		return r.err
	}
	if r.err == nil && len(r.batch.rows) > 0 {
		r.full <- r.batch
	}
	close(r.full)
	r.full = nil
	for err := range r.done {
		if r.err == nil {
			r.err = err
		}
	}
	return r.err
}
