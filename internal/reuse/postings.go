package reuse

import "math/bits"

// postings maps a shingle to the documents that hold it: a table with open addressing
// whose entries are shingle and document in one word. It grows by a quarter when it is 85 % full, so that an
// entry takes about eleven bytes. A shingle that stands in maxPostings documents takes no more.
type postings struct {
	slots []uint64 // shingle in the upper half, document number + 1 in the lower; 0 is empty
	used  int
}

const maxPostings = 64

func (p *postings) add(hash, doc uint32) {
	if p.used*20 >= len(p.slots)*17 {
		p.grow()
	}
	same := 0
	i := p.start(hash)
	for ; p.slots[i] != 0; i = p.after(i) {
		if uint32(p.slots[i]>>32) != hash {
			continue
		}
		if same++; same >= maxPostings {
			return
		}
	}
	p.slots[i] = uint64(hash)<<32 | uint64(doc+1)
	p.used++
}

// find appends to out the documents that hold hash, in the order in which they came.
func (p *postings) find(hash uint32, out []uint32) []uint32 {
	if len(p.slots) == 0 {
		return out
	}
	for i := p.start(hash); p.slots[i] != 0; i = p.after(i) {
		if uint32(p.slots[i]>>32) == hash {
			out = append(out, uint32(p.slots[i])-1)
		}
	}
	return out
}

// start spreads hashes over the table. Sampled hashes share their low bits, so all bits are mixed in.
func (p *postings) start(hash uint32) int {
	hi, _ := bits.Mul64(uint64(hash)*0x9e3779b97f4a7c15, uint64(len(p.slots)))
	return int(hi)
}

func (p *postings) after(i int) int {
	if i++; i == len(p.slots) {
		return 0
	}
	return i
}

func (p *postings) grow() {
	old := p.slots
	p.slots = make([]uint64, max(1024, len(old)+len(old)/4))
	for _, e := range old {
		if e == 0 {
			continue
		}
		i := p.start(uint32(e >> 32))
		for p.slots[i] != 0 {
			i = p.after(i)
		}
		p.slots[i] = e
	}
}
