#include "widgets/panels/lora_list.h"

#include "core/domain/lora.h"
#include "widgets/controls/icon_set.h"
#include "widgets/controls/quiet_spin_box.h"

#include <QCheckBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace diptych::widgets {

namespace {

constexpr double kUsualStrength = 4.0; // what the field offers either way; more can be configured

QStringList adapterFiles(const QMimeData* data) {
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile() && url.fileName().endsWith(QLatin1String(".safetensors")))
            files << url.toLocalFile();
    return files;
}

} // namespace

LoraList::LoraList(QWidget* parent) : QWidget(parent), rows_(new QVBoxLayout), empty_(new QLabel) {
    setObjectName(QStringLiteral("loraList"));
    setAcceptDrops(true);
    empty_->setText(tr("No adapters. Add a .safetensors file, or drop it here."));
    empty_->setWordWrap(true);
    empty_->setProperty("quiet", true);
    auto* const add = new QToolButton;
    add->setObjectName(QStringLiteral("addLora"));
    add->setText(tr("Add a LoRA file…"));
    add->setIcon(icon(QStringLiteral("add")));
    add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    add->setAutoRaise(true);
    connect(add, &QToolButton::clicked, this, &LoraList::choose);
    rows_->setSpacing(4);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(empty_);
    layout->addLayout(rows_);
    layout->addWidget(add, 0, Qt::AlignLeft);
}

void LoraList::setItems(const std::vector<LoraItem>& items) {
    if (items == items_)
        return;
    items_ = items;
    rebuild();
}

void LoraList::add(const QString& path) {
    const std::string file = path.toStdString();
    const bool known = std::any_of(items_.begin(), items_.end(),
                                   [&](const LoraItem& item) { return item.path == file; });
    if (known || path.isEmpty())
        return;
    items_.push_back({file, 1.0, true});
    rebuild();
    edited();
}

void LoraList::choose() {
    auto* const dialog =
        new QFileDialog(this, tr("Add a LoRA file"), QString(), tr("LoRA files (*.safetensors)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        for (const QString& file : files)
            add(file);
    });
    dialog->open();
}

void LoraList::rebuild() {
    while (QLayoutItem* const item = rows_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (std::size_t i = 0; i < items_.size(); ++i)
        rows_->addWidget(makeRow(i));
    empty_->setVisible(items_.empty());
}

QWidget* LoraList::makeRow(std::size_t index) {
    const LoraItem& item = items_[index];
    const QString path = QString::fromStdString(item.path);
    const QString name = QFileInfo(path).completeBaseName();
    auto* const row = new QWidget;
    auto* const enabled = new QCheckBox(name);
    enabled->setObjectName(QStringLiteral("loraEnabled%1").arg(index));
    enabled->setChecked(item.enabled);
    enabled->setToolTip(path);
    enabled->setMinimumWidth(40);
    enabled->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* const strength = new QuietDoubleSpinBox;
    strength->setObjectName(QStringLiteral("loraStrength%1").arg(index));
    strength->setAccessibleName(tr("Strength of %1").arg(name));
    strength->setToolTip(tr("1 is what the file was trained for; negative does the opposite"));
    const double most = std::max(kUsualStrength, std::abs(item.strength));
    strength->setRange(-most, most);
    strength->setSingleStep(0.05);
    strength->setValue(item.strength);
    auto* const remove = new QToolButton;
    remove->setObjectName(QStringLiteral("loraRemove%1").arg(index));
    remove->setIcon(icon(QStringLiteral("close")));
    remove->setToolTip(tr("Remove"));
    remove->setAccessibleName(tr("Remove %1").arg(name));
    remove->setAutoRaise(true);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(enabled, 1);
    layout->addWidget(strength);
    layout->addWidget(remove);
    connect(enabled, &QCheckBox::toggled, this, [this, index](bool on) {
        items_[index].enabled = on;
        edited();
    });
    connect(strength, &QDoubleSpinBox::valueChanged, this, [this, index](double value) {
        items_[index].strength = value;
        edited();
    });
    connect(remove, &QToolButton::clicked, this, [this, index] {
        items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(index));
        rebuild();
        edited();
    });
    return row;
}

void LoraList::edited() {
    Q_EMIT itemsEdited(items_);
}

void LoraList::dragEnterEvent(QDragEnterEvent* event) {
    if (!adapterFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void LoraList::dropEvent(QDropEvent* event) {
    for (const QString& file : adapterFiles(event->mimeData()))
        add(file);
}

} // namespace diptych::widgets
