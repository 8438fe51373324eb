//go:build !linux && !darwin

package output

import (
	"errors"
	"io/fs"
	"os"
)

func createUnnamed(*os.File, fs.FileMode) (*os.File, error) { return nil, errors.ErrUnsupported }

func giveName(*os.File, *os.File, string) error { return errors.ErrUnsupported }

func exchangeIn(*os.File, string, string) error { return errors.ErrUnsupported }

func refuseWriters(*os.File) (bool, error) { return false, nil }

func writerWaits(*os.File) bool { return false }
