// The fields of a JSON body: read by type, with every problem noted by the field's name.
#pragma once

#include "app/server/http/exchange.h"
#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::server {

/// One entry of the `detail` list of a 422.
struct FieldProblem {
    std::string field; ///< empty = the body as a whole
    std::string message;
    std::string type; ///< "missing", "type_error", "value_error", "extra_forbidden"
};

class BodyReader {
  public:
    /// Reads the text of a body. A text that is no JSON object is a problem of the whole.
    explicit BodyReader(const std::string& body);

    bool isObject() const { return isObject_; }

    /// Absent and null are the same, here and below: nothing is returned. So is a value of another
    /// type, which is a problem too.
    std::optional<std::string> text(const std::string& field);
    std::optional<bool> boolean(const std::string& field);
    /// Whole numbers only; 9.0 is one.
    std::optional<std::int64_t> integer(const std::string& field);
    std::optional<double> number(const std::string& field);
    /// Null when absent.
    const nlohmann::json* value(const std::string& field);
    /// As `text`, and absence is a problem.
    std::string requiredText(const std::string& field);

    /// As `integer` and `number`, with a range that includes both ends.
    std::optional<std::int64_t> integerWithin(const std::string& field, std::int64_t least,
                                              std::int64_t most);
    std::optional<double> numberWithin(const std::string& field, double least, double most);

    /// These are known although nobody reads them.
    void allow(std::initializer_list<const char*> fields);
    /// Notes every field that was neither read nor allowed, with a similar name where there is one.
    void refuseOthers();

    void addProblem(const std::string& field, std::string message,
                    std::string type = "value_error");
    const std::vector<FieldProblem>& problems() const { return problems_; }

  private:
    nlohmann::json object_;
    bool isObject_ = false;
    std::set<std::string> known_;
    std::vector<FieldProblem> problems_;
};

} // namespace diptych::server
