package schema

// FigureID is the identity of a figure: a hash of its document, the first byte
// of its value (of its label when the 1 is implicit) and its number at that
// place, from 0.
func FigureID(docID string, start int64, ordinal int) uint64 {
	return NewHash().Text(docID).FigureID(start, ordinal)
}

// FigureID is the identity of a figure of the document whose doc_id was hashed.
func (h Hash) FigureID(start int64, ordinal int) uint64 {
	return h.Int(start).Int(int64(ordinal)).Sum()
}

// A Hash gathers values into 64 bits (FNV-1a with a final mixing). It is for
// identities that must be the same everywhere, not for secrets.
type Hash uint64

// NewHash is the hash of nothing.
func NewHash() Hash { return 14695981039346656037 }

const prime = 1099511628211

// Text adds a text, with its end.
func (h Hash) Text(s string) Hash {
	for i := range len(s) {
		h = (h ^ Hash(s[i])) * prime
	}
	return (h ^ 0xFF) * prime
}

// Int adds a number.
func (h Hash) Int(n int64) Hash {
	for range 8 {
		h = (h ^ Hash(n&0xFF)) * prime
		n >>= 8
	}
	return h
}

// Sum is the hash.
func (h Hash) Sum() uint64 {
	x := uint64(h)
	x = (x ^ x>>33) * 0xFF51AFD7ED558CCD
	x = (x ^ x>>33) * 0xC4CEB9FE1A85EC53
	return x ^ x>>33
}

// AppendID appends an identity as 16 hex digits.
func AppendID(b []byte, id uint64) []byte {
	const digits = "0123456789abcdef"
	for shift := 60; shift >= 0; shift -= 4 {
		b = append(b, digits[id>>shift&15])
	}
	return b
}

// IDText is an identity as 16 hex digits.
func IDText(id uint64) string { return string(AppendID(nil, id)) }
