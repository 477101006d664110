package mention

func (f *finder) findCaseless() {}
