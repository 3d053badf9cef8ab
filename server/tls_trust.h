// Whose certificates are believed in outbound TLS: the system's certificate authorities, or those of one file.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <memory>

#include "fhir/result.h"

namespace server {

class TlsTrust {
 public:
  // The authorities of a PEM file; of the system if the path is empty. Refuses (Issue value) a file that holds none.
  static fhir::Result<std::shared_ptr<TlsTrust>> load(const std::filesystem::path& ca_file);

  // Believes everybody: for talking to this machine's own server only.
  static std::shared_ptr<TlsTrust> without_verification();

  // TLS 1.2 and later; the other side's certificate is verified, unless nothing is.
  boost::asio::ssl::context& context() { return context_; }

 private:
  TlsTrust();
  boost::asio::ssl::context context_;
};

}  // namespace server
