// Numbers of one name, told apart by the values of labels: those of Prometheus, found quickly and bounded in number.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace server {

using LabelNames = std::vector<std::string>;
using LabelValues = std::initializer_list<std::string_view>;

// Values of labels are words of ours, or names out of files of those who operate the service; never anything that came
// with a call. May be used from any thread.
template <class Metric>
class MetricFamily {
 public:
  // `names` are those of the labels; `arguments` what each metric is made of, such as a histogram's buckets.
  template <class... Arguments>
  MetricFamily(prometheus::Family<Metric>& family, LabelNames names, const Arguments&... arguments)
      : family_(family),
        names_(std::move(names)),
        make_([=](auto& of, const auto& labels) -> Metric& { return of.Add(labels, arguments...); }) {}

  // The one with these values, in the order of the names. It exists, with 0, from the first time on, and is then found
  // without a lock and without memory. When there are as many as a family may have, all further ones are one: each of
  // its labels says "other".
  Metric& of(LabelValues values) {
    const Known* known = find(values).known;
    return known == nullptr ? made(values) : *known->metric;
  }

  // Calls `look(values of its labels, metric)` for each that there is.
  template <class Look>
  void for_each(Look look) {
    const std::scoped_lock lock(mutex_);
    for (const auto& known : all_) look(known.values, *known.metric);
  }

 private:
  static constexpr std::size_t most = 1'000;
  static constexpr std::size_t places = 2'048;  // never full, so that every search ends

  struct Known {
    std::vector<std::string> values;
    Metric* metric;
  };

  struct Place {
    std::size_t at;
    const Known* known;  // nullptr: the place is free, and theirs
  };

  Place find(LabelValues values) const {
    std::size_t hash = 0;
    for (const auto value : values) hash = hash * 31 + std::hash<std::string_view>()(value);
    for (std::size_t at = hash % places;; at = (at + 1) % places) {
      const Known* known = known_[at].load(std::memory_order_acquire);
      if (known == nullptr || std::ranges::equal(known->values, values)) return {at, known};
    }
  }

  Metric& made(LabelValues values) {
    const std::scoped_lock lock(mutex_);
    const auto [at, known] = find(values);
    if (known != nullptr) return *known->metric;
    const bool is_full = all_.size() >= most;
    prometheus::Labels labels;
    auto value = values.begin();
    for (const auto& name : names_) labels.emplace(name, is_full ? std::string("other") : std::string(*value++));
    Metric& metric = make_(family_, labels);
    if (is_full) return metric;
    all_.push_back({{values.begin(), values.end()}, &metric});
    known_[at].store(&all_.back(), std::memory_order_release);
    return metric;
  }

  prometheus::Family<Metric>& family_;
  const LabelNames names_;
  const std::function<Metric&(prometheus::Family<Metric>&, const prometheus::Labels&)> make_;
  std::array<std::atomic<const Known*>, places> known_{};
  std::mutex mutex_;       // for what follows, and to add
  std::deque<Known> all_;  // where they are, they stay
};

using CounterFamily = MetricFamily<prometheus::Counter>;
using GaugeFamily = MetricFamily<prometheus::Gauge>;
using HistogramFamily = MetricFamily<prometheus::Histogram>;

}  // namespace server
