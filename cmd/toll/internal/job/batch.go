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

// A relay writes figures beside the reading: full batches go to a goroutine and
// come back empty.
type relay struct {
	batch *batch
	full  chan *batch
	empty chan *batch
	done  chan struct{}
	err   error // of the writer; to be read when done is closed
}

// relayBatches is how many batches there are: one to fill, one to write, one on
// the way.
const relayBatches = 3

// newRelay starts a relay to a writer.
func newRelay(write func([]schema.Figure) error) *relay {
	r := &relay{full: make(chan *batch, relayBatches), empty: make(chan *batch, relayBatches), done: make(chan struct{})}
	for range relayBatches {
		r.empty <- newBatch(write)
	}
	r.batch = <-r.empty
	go r.run()
	return r
}

// run writes until there is no more, or until it cannot.
func (r *relay) run() {
	defer close(r.done)
	for b := range r.full {
		if r.err = b.flush(); r.err != nil {
			return
		}
		r.empty <- b
	}
}

// add takes a figure, or tells what went wrong with those before.
func (r *relay) add(f *schema.Figure) error {
	r.batch.rows = append(r.batch.rows, r.batch.arena.Copy(f))
	if len(r.batch.rows) < batchRows {
		return nil
	}
	r.full <- r.batch
	select {
	case r.batch = <-r.empty:
		return nil
	case <-r.done:
		r.batch = newBatch(nil)
		return r.err
	}
}

// close hands over the rest and waits for the writer. It is to be called once.
func (r *relay) close() error {
	if len(r.batch.rows) > 0 {
		r.full <- r.batch
	}
	close(r.full)
	<-r.done
	return r.err
}
