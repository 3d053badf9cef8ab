// A service with a trivial rule in Go (net/http, encoding/json), written as a good Go programmer would: what the
// standard library of a language made for servers gives. It answers one card, and knows nothing else.
//
//	go run . PORT
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

// Bytes of a body at most, as the service has it.
const bodyLimit = 8 << 20

func answer(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	began := time.Now()
	body := make([]byte, 0, max(r.ContentLength+1, 512))
	body, err := readAll(body, http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		http.Error(w, "the body cannot be read", http.StatusBadRequest)
		return
	}
	var call Call
	if err := json.Unmarshal(body, &call); err != nil || call.Hook != "order-sign" {
		http.Error(w, "not a call of order-sign", http.StatusBadRequest)
		return
	}
	text, err := json.Marshal(cardsFor(&call))
	if err != nil {
		http.Error(w, "failed", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := w.Write(text); err != nil {
		return
	}
	log.Printf("POST %s 200 %d %d %v", r.URL.Path, len(body), len(text), time.Since(began))
}

// Like io.ReadAll, into a slice that is large enough from the beginning.
func readAll(into []byte, from io.Reader) ([]byte, error) {
	for {
		if len(into) == cap(into) {
			into = append(into, 0)[:len(into)]
		}
		n, err := from.Read(into[len(into):cap(into)])
		into = into[:len(into)+n]
		if err == io.EOF {
			return into, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func max(a, b int64) int64 {
	if a > b && a < bodyLimit {
		return a
	}
	return b
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go_server PORT")
		os.Exit(2)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/cds-services/aromatase-inhibitor-bone-health", answer)
	server := &http.Server{Addr: "127.0.0.1:" + os.Args[1], Handler: mux, ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout: time.Minute}
	log.Fatal(server.ListenAndServe())
}
