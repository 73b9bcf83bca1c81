package job

import "toll/schema"

// batchRows is how many rows travel together.
const batchRows = 1024

// A keeper makes a copy of a row that is lent, in an arena.
type keeper[T any] func(*schema.Arena, *T) T

// A batch keeps rows until there are enough to write.
type batch[T any] struct {
	write func([]T) error
	keep  keeper[T]
	rows  []T
	arena schema.Arena
}

func newBatch[T any](keep keeper[T], write func([]T) error) *batch[T] {
	return &batch[T]{keep: keep, write: write}
}

// add keeps a row; a full batch is written.
func (b *batch[T]) add(row *T) error {
	b.rows = append(b.rows, b.keep(&b.arena, row))
	if len(b.rows) < batchRows {
		return nil
	}
	return b.flush()
}

// flush writes what is kept.
func (b *batch[T]) flush() error {
	if len(b.rows) == 0 {
		return nil
	}
	err := b.write(b.rows)
	b.rows = b.rows[:0]
	b.arena.Reset()
	return err
}

// A relay writes rows beside their making: full batches go to a goroutine and
// come back empty.
type relay[T any] struct {
	batch *batch[T]
	full  chan *batch[T]
	empty chan *batch[T]
	done  chan struct{}
	err   error // of the writer; to be read when done is closed
}

// relayBatches is how many batches there are: one to fill, one to write, one on
// the way.
const relayBatches = 3

// newRelay starts a relay to a writer.
func newRelay[T any](keep keeper[T], write func([]T) error) *relay[T] {
	r := &relay[T]{full: make(chan *batch[T], relayBatches), empty: make(chan *batch[T], relayBatches), done: make(chan struct{})}
	for range relayBatches {
		r.empty <- newBatch(keep, write)
	}
	r.batch = <-r.empty
	go r.run()
	return r
}

// run writes until there is no more, or until it cannot.
func (r *relay[T]) run() {
	defer close(r.done)
	for b := range r.full {
		if r.err = b.flush(); r.err != nil {
			return
		}
		r.empty <- b
	}
}

// add takes a row, or tells what went wrong with those before.
func (r *relay[T]) add(row *T) error {
	b := r.batch
	b.rows = append(b.rows, b.keep(&b.arena, row))
	if len(b.rows) < batchRows {
		return nil
	}
	r.full <- b
	select {
	case r.batch = <-r.empty:
		return nil
	case <-r.done:
		r.batch = newBatch(b.keep, b.write)
		return r.err
	}
}

// addAll takes rows.
func (r *relay[T]) addAll(rows []T) error {
	for i := range rows {
		if err := r.add(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// close hands over the rest and waits for the writer. It is to be called once.
func (r *relay[T]) close() error {
	if len(r.batch.rows) > 0 {
		r.full <- r.batch
	}
	close(r.full)
	<-r.done
	return r.err
}
