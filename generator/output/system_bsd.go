//go:build unix && !linux && !darwin

package output

import "errors"

func exchange(a, b string) error { return errors.ErrUnsupported }

func flushFileSystem(string) error { return nil }

func isMountPoint(path string) (bool, error) { return onOtherDevice(path) }
