module bone-health-cds/bench

go 1.19
