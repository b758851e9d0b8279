#include "core/tensor/matrix_vector.h"

#include "core/tensor/row_kernels.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <atomic>
#include <memory>

namespace diptych {

namespace {

constexpr std::int64_t kRowsAtOnce = 8;
// Less than this many weights for a thread are not worth waking it.
constexpr std::int64_t kValuesPerTask = 1 << 15;

template <typename Element>
void multiplyRows(const Element* weight, const float* x, float* y, std::int64_t outputs,
                  std::int64_t inputs) {
    const std::int64_t blocks = (outputs + kRowsAtOnce - 1) / kRowsAtOnce;
    const std::int64_t grain = std::max<std::int64_t>(1, kValuesPerTask / (kRowsAtOnce * inputs));
    at::parallel_for(0, blocks, grain, [=](std::int64_t begin, std::int64_t end) {
        const std::int64_t last = std::min(end * kRowsAtOnce, outputs);
        std::int64_t row = begin * kRowsAtOnce;
        for (; row + kRowsAtOnce <= last; row += kRowsAtOnce)
            rows::dotEight(weight + row * inputs, x, y + row, inputs);
        for (; row < last; ++row)
            y[row] = rows::dot(weight + row * inputs, x, inputs);
    });
}

} // namespace

bool isMatrixVector(const at::Tensor& x, const at::Tensor& weight) {
    const bool differentiable =
        c10::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad());
    const at::ScalarType type = weight.scalar_type();
    return !differentiable && x.is_cpu() && weight.is_cpu() && x.scalar_type() == at::kFloat &&
           (type == at::kFloat || type == at::kBFloat16) && x.dim() > 0 &&
           x.numel() == x.size(-1) && x.numel() > 0 && weight.is_contiguous();
}

at::Tensor matrixVector(const at::Tensor& weight, const at::Tensor& x) {
    const at::Tensor row = x.contiguous();
    const std::int64_t outputs = weight.size(0);
    const std::int64_t inputs = weight.size(1);
    TORCH_CHECK(row.numel() == inputs, "a row of ", row.numel(), " for a matrix of ", inputs);
    at::Tensor y = at::empty({outputs}, row.options()); // [out]
    const auto* values = row.data_ptr<float>();
    if (weight.scalar_type() == at::kBFloat16)
        multiplyRows(reinterpret_cast<const rows::Half*>(weight.data_ptr<at::BFloat16>()), values,
                     y.data_ptr<float>(), outputs, inputs);
    else
        multiplyRows(weight.data_ptr<float>(), values, y.data_ptr<float>(), outputs, inputs);
    return y;
}

std::uint64_t readOnce(const at::Tensor& tensor) {
    constexpr std::size_t kWordBytes = sizeof(std::uint64_t);
    constexpr std::int64_t kWordsPerTask = 1 << 15;
    // Mapped files promise no alignment; the few bytes around the words do not count.
    void* start = tensor.data_ptr();
    std::size_t bytes = tensor.nbytes();
    const auto* words =
        static_cast<const std::uint64_t*>(std::align(kWordBytes, kWordBytes, start, bytes));
    std::atomic<std::uint64_t> sum = 0;
    if (!words)
        return sum;
    at::parallel_for(0, static_cast<std::int64_t>(bytes / kWordBytes), kWordsPerTask,
                     [&](std::int64_t begin, std::int64_t end) {
                         sum += rows::sumOfWords(words + begin, end - begin);
                     });
    return sum;
}

} // namespace diptych
