// UniPC, B(h) = e^h − 1 ("bh2"), for flow models (reference: zimage-spec 5.5; Zhao et al. 2023,
// arXiv:2302.04867).
//
// One evaluation serves twice: it corrects the sample that led to it and predicts the next one.
#include "core/sampling/solver.h"

#include "core/sampling/log_snr.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace diptych::sampling {

namespace {

constexpr int kLargestOrder = 3;

// The solution of sum_k r_k^(j−1) · rho_k = b_j, j = 1 … n, where b follows from hh = −h and n =
// the number of r.
std::vector<double> solveWeights(const std::vector<double>& r, double hh) {
    const std::size_t n = r.size();
    std::array<std::array<double, kLargestOrder + 1>, kLargestOrder> rows{};
    const double b = std::expm1(hh);
    double phi = b / hh - 1.0;
    double factorial = 1.0;
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t k = 0; k < n; ++k)
            rows[j][k] = std::pow(r[k], static_cast<double>(j));
        rows[j][n] = phi * factorial / b;
        factorial *= static_cast<double>(j + 2);
        phi = phi / hh - 1.0 / factorial;
    }
    for (std::size_t column = 0; column < n; ++column) {
        const auto pivot = std::max_element(
            rows.begin() + column, rows.begin() + n, [column](const auto& one, const auto& other) {
                return std::abs(one[column]) < std::abs(other[column]);
            });
        std::swap(rows[column], *pivot);
        for (std::size_t row = 0; row < n; ++row) {
            const double factor = row == column ? 0.0 : rows[row][column] / rows[column][column];
            for (std::size_t k = column; k <= n; ++k)
                rows[row][k] -= factor * rows[column][k];
        }
    }
    std::vector<double> weights;
    for (std::size_t k = 0; k < n; ++k)
        weights.push_back(rows[k][n] / rows[k][k]);
    return weights;
}

class UniPc final : public Solver {
  public:
    UniPc(Schedule schedule, int order) : sigmas_(std::move(schedule.sigmas)), order_(order) {
        // Upstream begins a little below pure noise, where lambda is finite; the trajectory depends
        // on it.
        for (float& sigma : sigmas_)
            sigma = std::min(sigma, static_cast<float>(1.0 - 1e-6));
    }

    at::Tensor step(const at::Tensor& x, int index, const Velocity& velocity) override {
        const auto i = static_cast<std::size_t>(index);
        const float sigma = sigmas_[i];
        const float next = sigmas_[i + 1];
        if (next == sigma)
            return x;
        // From the sample as it was handed to the model; it is not computed again after the
        // correction.
        const at::Tensor data = x - velocity(x, modelSigma(sigma)) * sigma;
        at::Tensor sample = x;
        if (!history_.empty())
            sample = move(sigma, lastOrder_, &data);
        history_.insert(history_.begin(), {sigma, logSnr(sigma), data});
        if (static_cast<int>(history_.size()) > order_)
            history_.pop_back();
        sample_ = sample;
        const int left = static_cast<int>(sigmas_.size()) - 1 - index;
        lastOrder_ = std::min({order_, left, static_cast<int>(history_.size())});
        return move(next, lastOrder_, nullptr);
    }

  private:
    struct Point {
        double sigma = 0.0;
        double lambda = 0.0;
        at::Tensor data; // the model's estimate of the picture
    };

    // Upstream hands the model whole thousandths, cut off, and the trajectory depends on it. Where
    // sigma is a whole thousandth, it is kept: upstream's last digit decides there by chance.
    static float modelSigma(double sigma) {
        constexpr double kRounding = 2e-4; // of 1000 sigma in float32
        return static_cast<float>(std::floor(1000.0 * sigma + kRounding) / 1000.0);
    }

    // From the newest point of the history, where the sample is sample_, to `sigma`: the predictor,
    // or with the estimate at `sigma` the corrector.
    at::Tensor move(double sigma, int order, const at::Tensor* dataThere) const {
        const Point& from = history_.front();
        const double h = logSnr(sigma) - from.lambda;
        const double scale = -(1.0 - sigma) * std::expm1(-h);
        std::vector<double> r;
        std::vector<at::Tensor> slopes;
        for (std::size_t k = 1; k < static_cast<std::size_t>(order); ++k) {
            r.push_back((history_[k].lambda - from.lambda) / h);
            slopes.push_back((history_[k].data - from.data) / r.back());
        }
        if (dataThere) {
            r.push_back(1.0);
            slopes.push_back(*dataThere - from.data);
        }
        // With one slope alone the published solver takes exactly one half.
        const std::vector<double> weights =
            r.size() == 1 ? std::vector<double>{0.5} : solveWeights(r, -h);
        at::Tensor estimate = from.data;
        for (std::size_t k = 0; k < slopes.size(); ++k)
            estimate = estimate + slopes[k] * weights[k];
        return sample_ * (sigma / from.sigma) + estimate * scale;
    }

    std::vector<float> sigmas_;
    int order_;
    int lastOrder_ = 0;
    std::vector<Point> history_; // the newest first, at most order_
    at::Tensor sample_;          // corrected, at the newest point
};

} // namespace

std::unique_ptr<Solver> makeUniPc(const Schedule& schedule) {
    return makeUniPc(schedule, 2);
}

std::unique_ptr<Solver> makeUniPc(const Schedule& schedule, int order) {
    return std::make_unique<UniPc>(schedule, std::clamp(order, 1, kLargestOrder));
}

} // namespace diptych::sampling
