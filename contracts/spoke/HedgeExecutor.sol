// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IHedgeExecutor} from "../interfaces/IHedgeExecutor.sol";
import {IOracleRouter} from "../interfaces/IOracleRouter.sol";
import {ISpokeControl} from "../interfaces/ISpokeControl.sol";
import {ISpokeVault} from "../interfaces/ISpokeVault.sol";
import {HedgeLimits, MarketConfig} from "../types/Config.sol";
import {MandateBody} from "../types/Mandate.sol";
import {LeaseState} from "../types/Message.sol";
import {BandState} from "./BandState.sol";
import {BookMemory} from "./BookMemory.sol";
import {Budget} from "./Budget.sol";
import {ExecutableMid} from "./ExecutableMid.sol";
import {FillPart} from "./FillPart.sol";
import {FillPremium} from "./FillPremium.sol";
import {Need} from "./Need.sol";
import {Netting} from "./Netting.sol";
import {Pair} from "./Pair.sol";
import {Scene, Line} from "./Scene.sol";
import {StateAfter} from "./StateAfter.sol";
import {TargetEvaluator} from "./TargetEvaluator.sol";
import {ValueRefund} from "./ValueRefund.sol";
import {VenueTrade} from "./VenueTrade.sol";

/// @title HedgeExecutor
/// @notice A hedge goes: authority and price (`_open`) → where each book stands and what it needs (`_line`) → cross and trade
/// (`_trade`) → budgets → per book: the state after, its ledger, its memory (`_book`). Nobody outside is called between the
/// first ledger that is written and the end.
contract HedgeExecutor is
    IHedgeExecutor,
    AccessManagedUpgradeable,
    UUPSUpgradeable,
    ReentrancyGuardTransient,
    ValueRefund
{
    using BookMemory for BookMemory.Entry;
    using Budget for Budget.Bucket;
    using SafeERC20 for IERC20;

    struct Init {
        ISpokeControl control;
        ISpokeVault vault;
        IOracleRouter oracle;
        address baseToken;
        address quoteToken;
        uint32 market;
    }

    struct Buckets {
        Budget.Bucket turnover;
        Budget.Bucket cost;
        uint64 lastHedge;
    }

    /// @custom:storage-location erc7201:gimbal.storage.HedgeExecutor
    struct Storage {
        ISpokeControl control;
        uint32 market;
        ISpokeVault vault;
        IOracleRouter oracle;
        Pair pair;
        Buckets buckets;
        mapping(uint64 book => BookMemory.Entry) books;
        mapping(uint64 book => Budget.Bucket) fills;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.HedgeExecutor")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xc8521413b782118589a050c3e49aa3e651cf83ffb2aa5eb5afa1cd1b77eef200;

    function _storage() private pure returns (Storage storage s) {
        assembly ("memory-safe") {
            s.slot := STORAGE
        }
    }

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    TargetEvaluator private immutable EVALUATOR;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
        EVALUATOR = new TargetEvaluator();
    }

    /// @dev The tokens must exist: their decimals are read here.
    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        Storage storage s = _storage();
        (s.control, s.vault, s.oracle, s.market) = (init.control, init.vault, init.oracle, init.market);
        s.pair = Pair({
            base: init.baseToken,
            quote: init.quoteToken,
            baseDecimals: _decimals(init.baseToken),
            quoteDecimals: _decimals(init.quoteToken)
        });
    }

    function _decimals(address token) private view returns (uint8) {
        return IERC20Metadata(token).decimals();
    }

    /// @inheritdoc IHedgeExecutor
    function hedge(
        BookCall[] calldata books,
        bytes[] calldata priceUpdate,
        VenueOrder[] calldata orders,
        uint64 deadline
    ) external payable restricted nonReentrant refundsValue returns (int256[] memory base) {
        Scene memory scene = _open(priceUpdate, deadline);
        _takeTurn(scene.config.limits.interval);
        Line[] memory lines = _lines(scene, books);
        int256[] memory quote;
        (base, quote) = _trade(scene, lines, orders);
        scene.venueRoot = keccak256(abi.encode(orders));
        int256 adverse;
        for (uint256 i; i < lines.length; i++) {
            if (base[i] == 0 && quote[i] == 0) {
                _skip(lines[i]);
                continue;
            }
            (lines[i].base, lines[i].got) = (base[i], quote[i]);
            Execution memory done = _settle(scene, lines[i], true);
            if (done.cost > 0) adverse += done.cost;
            emit Hedged(lines[i].book, scene.epoch, done);
        }
        HedgeLimits memory limits = scene.config.limits;
        _spend(scene, _storage().buckets.cost, "COST", uint256(adverse), limits.costCapacity, limits.costRate);
        _requireBacked(scene);
    }

    /// @inheritdoc IHedgeExecutor
    function fill(
        BookCall calldata book,
        int256 base,
        bytes[] calldata priceUpdate,
        uint256 quoteLimit,
        uint64 deadline
    ) external payable nonReentrant refundsValue returns (uint256 quote) {
        Scene memory scene = _open(priceUpdate, deadline);
        if (scene.lease == LeaseState.HOLD) revert LeaseEnded(scene.lease);
        Line memory line = _proven(scene, book);
        uint256 premium = _fillPremium(scene, line);
        line.base = _fillSize(scene, line, base, premium);
        quote = _fillQuote(scene, line.base, premium);
        _checkFillLimit(quote, quoteLimit, line.base, base);
        line.got = line.base > 0 ? -int256(quote) : int256(quote);
        _exchange(scene, line.base, quote);
        Execution memory done = _settle(scene, line, false);
        emit Filled(line.book, scene.epoch, msg.sender, premium, done);
        _requireBacked(scene);
    }

    /// @inheritdoc IHedgeExecutor
    function evaluate(MandateBody calldata body, uint256 price, uint64 time)
        external
        view
        returns (BookView memory at)
    {
        Storage storage s = _storage();
        (uint256 base,) = s.vault.holdings(body.book);
        (, MarketConfig memory config) = s.control.tradingTerms(body.market);
        return _evaluate(body, config, base, price, time);
    }

    /// @inheritdoc IHedgeExecutor
    function isActive(uint64 book) external view returns (bool) {
        return _storage().books[book].active;
    }

    /// @inheritdoc IHedgeExecutor
    function spent(uint64 book)
        external
        view
        returns (Budget.Bucket memory turnover, Budget.Bucket memory cost, Budget.Bucket memory fills)
    {
        Storage storage s = _storage();
        return (s.buckets.turnover, s.buckets.cost, s.fills[book]);
    }

    /// @inheritdoc IHedgeExecutor
    function lastHedge(uint32) external view returns (uint64) {
        return _storage().buckets.lastHedge;
    }

    /// @dev P2: authority first, then the price.
    function _open(bytes[] calldata priceUpdate, uint64 deadline) private returns (Scene memory scene) {
        Storage storage s = _storage();
        if (block.timestamp > deadline) revert Expired(deadline, block.timestamp);
        ISpokeControl.Authority memory authority;
        (authority, scene.config) = s.control.tradingTerms(s.market);
        if (block.timestamp < authority.pausedUntil) revert SpokePaused(authority.pausedUntil);
        (scene.lease, scene.epoch, scene.configDigest) =
        (authority.lease, authority.epoch, authority.configDigest);
        (scene.pair, scene.vault) = (s.pair, s.vault);
        (scene.price,) = s.oracle.tradePrice{value: msg.value}(s.market, priceUpdate);
    }

    function _takeTurn(uint256 interval) private {
        Buckets storage buckets = _storage().buckets;
        uint256 elapsed = block.timestamp - buckets.lastHedge;
        if (elapsed < interval) revert IntervalNotOver(elapsed, interval);
        buckets.lastHedge = uint64(block.timestamp);
    }

    function _lines(Scene memory scene, BookCall[] calldata books)
        private
        view
        returns (Line[] memory lines)
    {
        if (books.length == 0) revert NothingToDo();
        lines = new Line[](books.length);
        bool due;
        for (uint256 i; i < books.length; i++) {
            BookCall calldata book = books[i];
            lines[i] = _proven(scene, book);
            if (i > 0 && lines[i].book <= lines[i - 1].book) revert DuplicateBook(lines[i].book);
            if (_setNeed(scene, lines[i], book.body)) due = true;
        }
        if (due) return lines;
        if (scene.lease == LeaseState.HOLD) revert LeaseEnded(scene.lease);
        revert InsideBand(lines[0].book, lines[0].distance(), lines[0].at.outer);
    }

    /// @dev A book whose body stands under the mandate root in force, where it stands now.
    function _proven(Scene memory scene, BookCall calldata book) private view returns (Line memory line) {
        Storage storage s = _storage();
        MandateBody calldata body = book.body;
        if (body.market != s.market) revert MixedMarkets(s.market, body.market);
        s.control.requireMandate(body, book.index, book.proof);
        line.book = body.book;
        uint256 base;
        (base, line.quote) = scene.vault.holdings(line.book);
        line.at = _evaluate(body, scene.config, base, scene.price, block.timestamp);
    }

    /// @param held native base
    function _evaluate(
        MandateBody calldata body,
        MarketConfig memory config,
        uint256 held,
        uint256 price,
        uint256 time
    ) private view returns (BookView memory at) {
        at.held = int256(_storage().pair.baseWad(held));
        (at.target, at.gamma, at.outer, at.inner) =
            EVALUATOR.evaluate(body, config.band, config.settlement, price, time);
        BookMemory.Entry storage entry = _storage().books[body.book];
        (at.active,) = BandState.next(entry.active, entry.above, at.held - at.target, at.outer, at.inner);
    }

    /// @return due whether there is something to trade
    function _setNeed(Scene memory scene, Line memory line, MandateBody calldata body)
        private
        view
        returns (bool due)
    {
        if (scene.lease != LeaseState.HOLD) return Need.toInnerBand(scene, line);
        BookMemory.Entry storage entry = _storage().books[line.book];
        uint256 gone = EVALUATOR.rolledOff(body, scene.config.settlement, entry.rollFrom, block.timestamp);
        return Need.toRollOff(scene, line, gone > entry.rolled ? gone - entry.rolled : 0);
    }

    /// @dev Crosses opposite needs and sends the rest to the venues; returns native base and quote per line.
    function _trade(Scene memory scene, Line[] memory lines, VenueOrder[] calldata orders)
        private
        returns (int256[] memory base, int256[] memory quote)
    {
        int256[] memory needs = _needs(lines);
        (uint256 buys, uint256 sells) = Netting.totals(needs);
        if (buys + sells == 0) revert NothingToDo();
        bool buying = buys >= sells;
        uint256 crossed = buying ? sells : buys;
        (base, quote) = (new int256[](lines.length), new int256[](lines.length));
        (uint256 netBase, uint256 netQuote) = VenueTrade.run(_deal(scene, lines, buys, sells), orders);
        if (scene.pair.baseWad(netBase + crossed) < scene.config.lot) revert NothingToDo();
        if (crossed > 0) {
            uint256 crossQuote = _cross(scene, crossed);
            Netting.share(needs, !buying, crossed, crossed, crossQuote, base, quote);
            (netBase, netQuote) = (netBase + crossed, netQuote + crossQuote);
        }
        Netting.share(needs, buying, buying ? buys : sells, netBase, netQuote, base, quote);
        _spendTurnover(scene, netBase);
    }

    function _needs(Line[] memory lines) private pure returns (int256[] memory needs) {
        needs = new int256[](lines.length);
        for (uint256 i; i < lines.length; i++) {
            needs[i] = lines[i].need;
        }
    }

    function _cross(Scene memory scene, uint256 crossed) private returns (uint256 quote) {
        uint256 mid = ExecutableMid.at(scene.config, scene.pair.base, scene.pair.quote, scene.price);
        emit Crossed(scene.config.market, scene.pair.baseWad(crossed), mid);
        return scene.pair.quoteAt(crossed, mid, Math.Rounding.Floor);
    }

    function _deal(Scene memory scene, Line[] memory lines, uint256 buys, uint256 sells)
        private
        pure
        returns (VenueTrade.Deal memory deal)
    {
        bool buying = buys >= sells;
        deal.vault = scene.vault;
        deal.pair = scene.pair;
        deal.buying = buying;
        deal.room = buying ? buys - sells : sells - buys;
        deal.crosses = buys > 0 && sells > 0;
        deal.worst = scene.worstPrice(buying);
        deal.clip = scene.config.limits.clip;
        deal.venues = scene.config.venues;
        uint256 largest;
        for (uint256 i; i < lines.length; i++) {
            if (buying != lines[i].need > 0) continue;
            deal.purse += lines[i].quote;
            if (SignedMath.abs(lines[i].need) < largest) continue;
            largest = SignedMath.abs(lines[i].need);
            (deal.book, deal.distance) = (lines[i].book, lines[i].distance());
        }
    }

    function _fillPremium(Scene memory scene, Line memory line) private pure returns (uint256) {
        HedgeLimits memory limits = scene.config.limits;
        uint256 distance = SignedMath.abs(line.distance());
        uint256 start = Math.mulDiv(line.at.outer, limits.fillDistance, 1e18);
        if (distance <= start) revert BelowFillDistance(line.book, distance, start);
        uint256 full = Math.mulDiv(line.at.outer, limits.fillFull, 1e18);
        return Math.mulDiv(scene.price, FillPremium.rate(distance, start, full, limits.slippage), 1e18);
    }

    /// @dev As much of `base` as the book needs and carries and as the budget leaves, so that nobody who came first makes a
    /// fill fail (P16). Spends the budget.
    function _fillSize(Scene memory scene, Line memory line, int256 base, uint256 premium)
        private
        returns (int256)
    {
        int256 y = line.distance();
        if (base == 0 || (base > 0) != (y < 0)) revert WrongDirection(line.book, y, base);
        Need.toFill(scene, line, scene.price + premium);
        uint256 size = _spendFill(scene, line.book, Math.min(SignedMath.abs(base), SignedMath.abs(line.need)));
        return base > 0 ? int256(size) : -int256(size);
    }

    function _spendFill(Scene memory scene, uint64 book, uint256 wanted) private returns (uint256 size) {
        HedgeLimits memory limits = scene.config.limits;
        uint256 part = FillPart.partOf(scene.pair, scene.vault, book, scene.price) / scene.budgetPart();
        uint256 rate = FillPart.take(limits.fillRate, part);
        Budget.Bucket storage bucket = _storage().fills[book];
        uint256 left = bucket.left(FillPart.take(limits.fillCapacity, part), rate);
        size = Math.min(wanted, scene.pair.baseDown(Math.mulDiv(left, 1e18, scene.price)));
        uint256 lot = scene.config.lot;
        if (scene.pair.baseWad(size) < lot) {
            uint256 least = Math.mulDiv(lot, scene.price, 1e18);
            if (left < least) revert BudgetSpent("FILLS", least, left);
            revert NothingToDo();
        }
        bucket.spend(Math.mulDiv(scene.pair.baseWad(size), scene.price, 1e18), rate);
    }

    /// @dev Rounded in the book's favour.
    function _fillQuote(Scene memory scene, int256 base, uint256 premium) private pure returns (uint256) {
        return base > 0
            ? scene.pair.quoteAt(uint256(base), scene.price + premium, Math.Rounding.Floor)
            : scene.pair.quoteAt(uint256(-base), scene.price - premium, Math.Rounding.Ceil);
    }

    /// @dev The filler's limit was given for all of `asked`: a smaller fill is held to its part.
    function _checkFillLimit(uint256 quote, uint256 limit, int256 base, int256 asked) private pure {
        (uint256 part, uint256 whole) = (SignedMath.abs(base), SignedMath.abs(asked));
        uint256 scaled = Math.mulDiv(limit, part, whole, base > 0 ? Math.Rounding.Ceil : Math.Rounding.Floor);
        if (base > 0 ? quote < scaled : quote > scaled) revert FillLimit(quote, scaled);
    }

    /// @dev The filler's tokens first.
    function _exchange(Scene memory scene, int256 base, uint256 quote) private {
        (address input, address output) = (scene.pair.base, scene.pair.quote);
        (uint256 amountIn, uint256 amountOut) = (SignedMath.abs(base), quote);
        if (base < 0) (input, output, amountIn, amountOut) = (output, input, amountOut, amountIn);
        IERC20(input).safeTransferFrom(msg.sender, address(scene.vault), amountIn);
        scene.vault.release(output, msg.sender, amountOut);
    }

    /// @dev Checks the state after, then writes ledger and memory of one book.
    function _settle(Scene memory scene, Line memory line, bool bounded)
        private
        returns (Execution memory done)
    {
        done = StateAfter.describe(scene, line);
        StateAfter.check(scene, line, done.base);
        scene.vault.applyTrade(line.book, line.base, line.got);
        BookMemory.Entry storage entry = _storage().books[line.book];
        int256 y = done.afterwards - done.target;
        uint256 turnover = SignedMath.abs(done.base);
        int256 ahead =
            entry.note(scene.config, scene.lease, done.target, turnover, SignedMath.abs(y), bounded);
        int256 allowance = int256(uint256(scene.config.limits.pathAllowance));
        if (bounded && ahead > allowance) {
            revert PathBound(line.book, turnover, uint256(int256(turnover) - ahead + allowance));
        }
        _setActive(entry, line, y);
    }

    /// @dev A book that came back inside its band, or has nothing to trade with, stops nobody else's hedge.
    function _skip(Line memory line) private {
        int256 y = line.distance();
        _setActive(_storage().books[line.book], line, y);
        emit Skipped(line.book, y, line.at.outer);
    }

    function _setActive(BookMemory.Entry storage entry, Line memory line, int256 y) private {
        (bool active, bool above) =
            BandState.next(line.at.active, line.distance() > 0, y, line.at.outer, line.at.inner);
        if (active != entry.active) emit ActiveSet(line.book, active);
        (entry.active, entry.above) = (active, above);
    }

    function _spendTurnover(Scene memory scene, uint256 base) private {
        HedgeLimits memory limits = scene.config.limits;
        _spend(
            scene,
            _storage().buckets.turnover,
            "TURNOVER",
            Math.mulDiv(scene.pair.baseWad(base), scene.price, 1e18),
            limits.turnoverCapacity,
            limits.turnoverRate
        );
    }

    function _spend(
        Scene memory scene,
        Budget.Bucket storage bucket,
        bytes32 name,
        uint256 amount,
        uint256 capacity,
        uint256 rate
    ) private {
        uint256 part = scene.budgetPart();
        uint256 left = bucket.left(capacity / part, rate / part);
        if (amount > left) revert BudgetSpent(name, amount, left);
        bucket.spend(amount, rate / part);
    }

    /// @dev Whatever tokens or venues did, the vault still holds what its ledgers say (P5).
    function _requireBacked(Scene memory scene) private view {
        (uint256 base, uint256 quote) = scene.vault.accounted();
        (uint256 heldBase, uint256 heldQuote) = scene.pair.balances(address(scene.vault));
        if (heldBase < base) revert ISpokeVault.Unbacked(scene.pair.base, heldBase, base);
        if (heldQuote < quote) revert ISpokeVault.Unbacked(scene.pair.quote, heldQuote, quote);
    }

    function _authorizeUpgrade(address) internal override restricted {}
}
