// Golden data computed with the published reference code, as libtorch tensors, and comparisons that
// say where two tensors differ most.
#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/tensor/weight_store.h"

#include <ATen/core/Tensor.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::test {

/// The tensors of one safetensors file under tests/data.
class GoldenFile {
  public:
    explicit GoldenFile(std::string_view relativePath);
    /// Throws when there is no such tensor.
    at::Tensor operator[](std::string_view name) const;
    bool contains(std::string_view name) const;

  private:
    std::shared_ptr<const SafetensorsFile> file_;
};

/// One case of goldens.json.
struct GoldenCase {
    nlohmann::json json;
    GoldenFile file;
    std::string prefix;

    std::string id() const { return json["id"]; }
    const nlohmann::json& config() const { return json["config"]; }
    at::Tensor operator[](std::string_view name) const;
    /// Whether the case has such a tensor of its own.
    bool has(std::string_view name) const;
    double atol() const { return json["tolerance"]["atol"]; }
    double rtol() const { return json["tolerance"]["rtol"]; }
    testing::AssertionResult close(const at::Tensor& got, std::string_view expectedName) const;
};

/// All cases of one kind; throws when there is none, so that a renamed kind cannot make a test pass
/// unseen.
std::vector<GoldenCase> goldenCases(std::string_view kind);

nlohmann::json readJson(std::string_view relativePath);

/// |got − expected| ≤ atol + rtol·|expected| everywhere, and shapes equal.
testing::AssertionResult allClose(const at::Tensor& got, const at::Tensor& expected, double atol,
                                  double rtol);

/// max |got − expected| ≤ tolerance · max |expected|.
testing::AssertionResult closeToLargest(const at::Tensor& got, const at::Tensor& expected,
                                        double tolerance);

/// ‖got − expected‖ ≤ tolerance · ‖expected‖.
testing::AssertionResult closeInNorm(const at::Tensor& got, const at::Tensor& expected,
                                     double tolerance);

/// The weights of a folder or file under tests/data.
std::shared_ptr<WeightStore> openWeights(std::string_view relativePath,
                                         const WeightOptions& options = {});

/// The value that the reference's exact recipe gives to every tensor (zimage-spec, "hash checkpoint
/// recipe").
at::Tensor hashWeights(const std::string& name, const Shape& shape, std::uint64_t seed);

} // namespace diptych::test
