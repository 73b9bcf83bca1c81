package schema

import (
	"fmt"
	"time"
)

// A Date is a calendar day, counted in days since 1970-01-01, the form Parquet
// stores. It has no time and no zone.
type Date int32

// NewDate is the day of a proleptic Gregorian year, month and day. It reports
// false when there is no such day.
func NewDate(year, month, day int) (Date, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	y, m := year, month
	if m <= 2 {
		y--
		m += 12
	}
	// Days from civil, with March as the first month of the counted year.
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + day - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Date(era*146097 + doe - 719468), true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// ParseDate reads a day written YYYY-MM-DD and nothing else.
func ParseDate(s string) (Date, error) {
	d, ok := ParseISODate([]byte(s))
	if !ok {
		return 0, fmt.Errorf("%q is not a day written YYYY-MM-DD", s)
	}
	return d, nil
}

// ParseISODate is ParseDate for bytes, without an allocation.
func ParseISODate(b []byte) (Date, bool) {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	n := [3]int{}
	for i, span := range [3][2]int{{0, 4}, {5, 7}, {8, 10}} {
		for _, c := range b[span[0]:span[1]] {
			if c < '0' || c > '9' {
				return 0, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	return NewDate(n[0], n[1], n[2])
}

// AppendTo appends the day as YYYY-MM-DD.
func (d Date) AppendTo(b []byte) []byte {
	return time.Unix(int64(d)*86400, 0).UTC().AppendFormat(b, time.DateOnly)
}

// String is the day as YYYY-MM-DD.
func (d Date) String() string { return string(d.AppendTo(nil)) }

// MarshalText writes the day as YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return d.AppendTo(nil), nil }

// MarshalCSV writes the day as YYYY-MM-DD.
func (d Date) MarshalCSV() (string, error) { return d.String(), nil }

// UnmarshalText reads a day written YYYY-MM-DD.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	*d = v
	return err
}

// WarDay is the number of a day in a war that began on first, which is day 1.
func WarDay(first, d Date) int { return int(d-first) + 1 }

// OnWarDay is the day that bears a number in a war that began on first.
func OnWarDay(first Date, n int) Date { return first + Date(n-1) }
