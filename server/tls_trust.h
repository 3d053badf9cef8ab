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

  // TLS 1.2 and later; the other side's certificate is verified.
  boost::asio::ssl::context& context() { return context_; }

 private:
  TlsTrust();
  boost::asio::ssl::context context_;
};

}  // namespace server
