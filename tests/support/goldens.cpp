#include "tests/support/goldens.h"

#include "core/base/file.h"
#include "tests/support/test_files.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace diptych::test {

GoldenFile::GoldenFile(std::string_view relativePath)
    : file_(valueOrThrow(SafetensorsFile::open(dataPath(relativePath)))) {}

at::Tensor GoldenFile::operator[](std::string_view name) const {
    const TensorInfo* info = file_->find(name);
    if (!info)
        throw std::runtime_error("no golden tensor " + std::string(name));
    const std::span<const std::byte> bytes = file_->bytes(*info);
    at::Tensor tensor = at::empty(info->shape, scalarTypeOf(info->type));
    std::copy(bytes.begin(), bytes.end(), static_cast<std::byte*>(tensor.data_ptr()));
    return tensor;
}

bool GoldenFile::contains(std::string_view name) const {
    return file_->find(name) != nullptr;
}

at::Tensor GoldenCase::operator[](std::string_view name) const {
    const std::string own = prefix + std::string(name);
    return file[file.contains(own) ? own : name];
}

bool GoldenCase::has(std::string_view name) const {
    return file.contains(prefix + std::string(name));
}

testing::AssertionResult GoldenCase::close(const at::Tensor& got,
                                           std::string_view expectedName) const {
    return allClose(got, (*this)[expectedName], atol(), rtol())
           << " (" << id() << ", " << expectedName << ")";
}

nlohmann::json readJson(std::string_view relativePath) {
    return nlohmann::json::parse(readBytes(dataPath(relativePath)));
}

std::vector<GoldenCase> goldenCases(std::string_view kind) {
    std::vector<GoldenCase> cases;
    const nlohmann::json description = readJson("goldens/goldens.json");
    for (const nlohmann::json& entry : description["cases"])
        if (entry["kind"].get<std::string>() == kind)
            cases.push_back({entry, GoldenFile("goldens/" + entry["file"].get<std::string>()),
                             entry["prefix"]});
    if (cases.empty())
        throw std::runtime_error("no golden case of kind " + std::string(kind));
    return cases;
}

namespace {

testing::AssertionResult sameShape(const at::Tensor& got, const at::Tensor& expected) {
    if (got.sizes() == expected.sizes())
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << "shape " << shapeText(got.sizes().vec()) << ", expected "
                                       << shapeText(expected.sizes().vec());
}

} // namespace

testing::AssertionResult allClose(const at::Tensor& got, const at::Tensor& expected, double atol,
                                  double rtol) {
    if (const auto shape = sameShape(got, expected); !shape)
        return shape;
    const at::Tensor g = got.cpu().to(at::kDouble);
    const at::Tensor e = expected.to(at::kDouble);
    const at::Tensor excess = (g - e).abs() - (e.abs() * rtol + atol);
    if (g.isfinite().all().item<bool>() && (excess <= 0).all().item<bool>())
        return testing::AssertionSuccess();
    const auto worst = excess.flatten().argmax().item<std::int64_t>();
    return testing::AssertionFailure() << fmt::format(
               "largest difference {:.3g}; worst at element {}: {} instead of {} (atol {}, rtol "
               "{})",
               (g - e).abs().max().item<double>(), worst, g.flatten()[worst].item<double>(),
               e.flatten()[worst].item<double>(), atol, rtol);
}

testing::AssertionResult closeToLargest(const at::Tensor& got, const at::Tensor& expected,
                                        double tolerance) {
    return allClose(got, expected, tolerance * expected.to(at::kDouble).abs().max().item<double>(),
                    0.0);
}

testing::AssertionResult closeInNorm(const at::Tensor& got, const at::Tensor& expected,
                                     double tolerance) {
    if (const auto shape = sameShape(got, expected); !shape)
        return shape;
    const at::Tensor e = expected.to(at::kDouble);
    const double relative = ((got.cpu().to(at::kDouble) - e).norm() / e.norm()).item<double>();
    if (relative <= tolerance)
        return testing::AssertionSuccess();
    return testing::AssertionFailure()
           << fmt::format("relative difference {:.3g}, at most {:.3g}", relative, tolerance);
}

std::shared_ptr<WeightStore> openWeights(std::string_view relativePath,
                                         const WeightOptions& options) {
    auto checkpoint =
        std::make_shared<Checkpoint>(valueOrThrow(Checkpoint::open(dataPath(relativePath))));
    return WeightStore::fromCheckpoint(std::move(checkpoint), options);
}

at::Tensor hashWeights(const std::string& name, const Shape& shape, std::uint64_t seed) {
    std::uint64_t base = 0xCBF29CE484222325ULL; // FNV-1a of the name
    for (const char c : name)
        base = (base ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    base ^= seed * 0x9E3779B97F4A7C15ULL;
    at::Tensor tensor = at::empty(shape, at::kFloat);
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        std::uint64_t z = base + (static_cast<std::uint64_t>(i) + 1) * 0x9E3779B97F4A7C15ULL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        z ^= z >> 31;
        values[i] = static_cast<float>((static_cast<double>(z >> 40) - 8388608.0) /
                                       8388608.0); // in [−1, 1)
    }
    if (name.ends_with("_pad_token"))
        return tensor / 2;
    if (name.ends_with(".bias"))
        return tensor / 16;
    if (shape.size() == 1)
        return tensor / 8 + 1;
    int p = 0;
    while (std::pow(4.0, p) < static_cast<double>(shape[1]))
        ++p;
    return tensor * std::pow(2.0, -p);
}

} // namespace diptych::test
