// An embedding as a picture: a row for each token, a column for each channel, blue below zero,
// orange above it. A few channels are hundreds of times as large as all others: colours end at a
// percentile, so that the rest is seen. The norm of each token stands beside its row as a bar.
#pragma once

#include <QImage>
#include <QWidget>

#include <vector>

namespace diptych::widgets {

/// What is shown; made by `paintedEmbedding`.
struct PaintedEmbedding {
    int tokens = 0;
    int channels = 0;
    std::vector<float> values; ///< tokens × channels, row-major
    std::vector<float> norms;  ///< of each token, Euclidean
    float limit = 0.0F;        ///< the magnitude at which colours end
    QImage picture;            ///< a pixel for each value
};

/// The share of magnitudes that colours reach.
inline constexpr double kColouredShare = 0.99;

/// Norms, limit and picture of `values` [tokens, channels]. Takes tens of milliseconds for a long
/// prompt: any thread.
PaintedEmbedding paintedEmbedding(int tokens, int channels, std::vector<float> values);

class EmbeddingMap : public QWidget {
    Q_OBJECT

  public:
    explicit EmbeddingMap(QWidget* parent = nullptr);

    void setEmbedding(PaintedEmbedding embedding);
    const PaintedEmbedding& embedding() const { return embedding_; }
    /// "token 3, channel 17: 0.25"; empty beside the map.
    QString textAt(QPoint point) const;

    QSize sizeHint() const override { return {300, 260}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

  Q_SIGNALS:
    /// The token and channel that the keys or the mouse have chosen, in words.
    void described(const QString& text);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QRect mapRect() const;
    QRect barRect() const;
    QString textOf(int token, int channel) const;
    void choose(int token, int channel);

    PaintedEmbedding embedding_;
    int token_ = 0; ///< chosen by the keys
    int channel_ = 0;
};

} // namespace diptych::widgets
