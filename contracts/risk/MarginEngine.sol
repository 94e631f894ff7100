// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IMarginModel} from "../interfaces/IMarginModel.sol";
import {IOracleRouter} from "../interfaces/IOracleRouter.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {ISettlement} from "../interfaces/ISettlement.sol";
import {IVolSurface} from "../interfaces/IVolSurface.sol";
import {HedgeTarget} from "../pricing/HedgeTarget.sol";
import {expiryAge} from "../types/Config.sol";
import {interval} from "../types/Interval.sol";
import {Leg, MandateBody} from "../types/Mandate.sol";
import {Claim, Conditions, Mark, Portfolio} from "../types/Margin.sol";
import {SeriesId} from "../types/SeriesId.sol";
import {signedToWad, toNativeUp} from "../types/Units.sol";
import {ClaimValue} from "./margin/ClaimValue.sol";
import {FundingNeed} from "./margin/FundingNeed.sol";
import {PriceRange} from "./margin/PriceRange.sol";
import {Situation} from "./margin/Situation.sol";
import {TargetGrid} from "./margin/TargetGrid.sol";
import {TransitHaircut} from "./margin/TransitHaircut.sol";
import {VolBuffer} from "./margin/VolBuffer.sol";

/// @title Solvency and funding of a book, from what the hub knows
/// @dev Reads its neighbours once into a `Situation`; what follows is pure and lives in `margin/`.
contract MarginEngine is IMarginEngine, AccessManagedUpgradeable, UUPSUpgradeable {
    using ClaimValue for Claim;
    using TargetGrid for TargetGrid.Grid;

    struct Init {
        address books;
        address mandateBook;
        address riskParameters;
        address oracleRouter;
        address volSurface;
        address settlement;
        address model;
    }

    /// @custom:storage-location erc7201:gimbal.storage.MarginEngine
    struct MarginStorage {
        IBooks books;
        IMandateBook mandates;
        IRiskParameters parameters;
        IOracleRouter oracle;
        IVolSurface vols;
        ISettlement settlement;
        IMarginModel model;
    }

    int256 private constant WAD = 1e18;

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.MarginEngine")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xcd007c1b30cc51cd87963ddad21b5c868c0dba85f15ba5f9ebce2226d59c0100;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        MarginStorage storage $ = _storage();
        $.books = IBooks(init.books);
        $.mandates = IMandateBook(init.mandateBook);
        $.parameters = IRiskParameters(init.riskParameters);
        $.oracle = IOracleRouter(init.oracleRouter);
        $.vols = IVolSurface(init.volSurface);
        $.settlement = ISettlement(init.settlement);
        $.model = IMarginModel(init.model);
    }

    /// @inheritdoc IMarginEngine
    function assess(uint64 book) external view returns (Assessment memory) {
        return _assess(_situation(book));
    }

    /// @inheritdoc IMarginEngine
    function requireInitial(uint64 book) external view returns (Hedge memory hedge) {
        Situation memory s = _situation(book);
        // Margin never waits for an updater (P9); new risk and withdrawals do.
        if (s.portfolio.legs.length != 0) {
            SeriesId series = s.portfolio.legs[0].series;
            _storage().vols.vol(s.market, series.expiry(), series.strike(), s.portfolio.spot);
        }
        Assessment memory a = _assess(s);
        uint256 need = _share(a.requirement, s.thresholds.initial);
        if (a.equity.low() < int256(need)) revert BelowRequirement(book, a.equity.low(), need);
        if (a.fundingHave < int256(a.fundingNeed)) revert BelowFunding(book, a.fundingHave, a.fundingNeed);
        if (!s.hedged) return hedge;
        (hedge.lowest, hedge.lowestAt) = s.grid.lowest();
        (hedge.spot, hedge.gamma) = (s.portfolio.spot, _gamma(s));
    }

    /// @inheritdoc IMarginEngine
    function gammaOf(uint64 book) external view returns (int256 gamma, uint256 spot) {
        Situation memory s = _prospect(book);
        return (_gamma(s), s.portfolio.spot);
    }

    /// @inheritdoc IMarginEngine
    function belowMaintenance(uint64 book) external view returns (bool maintenance, bool emergency) {
        Situation memory s = _situation(book);
        Assessment memory a = _assess(s);
        maintenance = a.equity.low() < int256(_share(a.requirement, s.thresholds.maintenance));
        emergency = a.equity.low() < int256(_share(a.requirement, s.thresholds.emergency));
    }

    /// @inheritdoc IMarginEngine
    function requirement(uint64 book) external view returns (uint256 required) {
        Situation memory s = _situation(book);
        (Claim[] memory claims,) = _claims(s);
        (required,,) = _required(s, claims);
    }

    /// @inheritdoc IMarginEngine
    function lowestTarget(uint64 book) external view returns (int256 target, uint256 spot) {
        return _grid(_situation(book)).lowest();
    }

    /// @inheritdoc IMarginEngine
    function needAt(uint64 book, uint64 spoke, int256 offset, uint256 share) external view returns (uint256) {
        Situation memory s = _situation(book);
        (, int256 base,,) = _storage().mandates.recognised(book, spoke);
        TargetGrid.Grid memory part = _grid(s).part(offset, share);
        return toNativeUp(FundingNeed.walk(part, signedToWad(base, s.baseDecimals)), s.quoteDecimals);
    }

    /// @inheritdoc IMarginEngine
    function targetRange(uint64 book) external view returns (uint256) {
        return _grid(_situation(book)).widest();
    }

    function _assess(Situation memory s) private view returns (Assessment memory a) {
        (Claim[] memory claims, uint256 transit) = _claims(s);
        uint256 liability;
        Mark memory mark;
        (a.requirement, liability, mark) = _required(s, claims);
        (a.delta, a.gamma, a.vega, a.theta) = (mark.delta, mark.gamma, mark.vega, mark.theta);
        int256 low = s.cash + int256(transit) + mark.value;
        int256 high = low;
        uint256 spot = s.portfolio.spot;
        int256 base;
        uint256 reach;
        a.fundingHave = s.cash + int256(transit);
        for (uint256 i; i < claims.length; i++) {
            Claim memory c = claims[i];
            low += c.low(spot);
            high += c.high(spot);
            base += c.base;
            a.fundingHave += c.quote + c.drag(spot);
            reach += uint256(c.up * int256(spot) / WAD);
        }
        a.delta += base;
        a.equity = interval(low, high);
        if (!s.hedged) {
            // Without a hedge nothing but cash pays what the options may come to owe.
            a.fundingNeed = liability;
            return a;
        }
        // The walk starts at the reported inventory; a hedge that has bought beyond its target has spent more already.
        s.grid = _grid(s);
        a.fundingNeed = FundingNeed.walk(s.grid, base);
        if (reach > a.fundingNeed) a.fundingNeed = reach;
    }

    function _required(Situation memory s, Claim[] memory claims)
        private
        view
        returns (uint256 required, uint256 liability, Mark memory mark)
    {
        MarginStorage storage $ = _storage();
        uint256 loss;
        (mark, loss, liability) = $.model
            .solvency(
                s.portfolio, claims, $.parameters.scenarios(s.market), s.thresholds, s.settlement.window
            );
        required = _share(loss, VolBuffer.at(s.vol, s.thresholds));
    }

    function _gamma(Situation memory s) private pure returns (int256 gamma) {
        (, gamma) = HedgeTarget.ofLegs(s.portfolio.legs, s.portfolio.spot, s.portfolio.time, s.settlement);
    }

    function _grid(Situation memory s) private view returns (TargetGrid.Grid memory grid) {
        (grid.spots, grid.targets) = _storage().model.targets(s.portfolio, s.thresholds.innerRange);
    }

    function _situation(uint64 book) private view returns (Situation memory s) {
        s = _prospect(book);
        s.mandate = _storage().parameters.mandateTerms(s.market);
        s.vol = _vol(s, uint40(block.timestamp + 30 days), s.portfolio.spot);
    }

    /// @dev What the target of a book depends on.
    function _prospect(uint64 book) private view returns (Situation memory s) {
        MarginStorage storage $ = _storage();
        IBooks.Book memory b = $.books.bookOf(book);
        IRiskParameters.Market memory market = $.parameters.marketOf(b.market);
        s.book = book;
        s.market = b.market;
        s.hedged = b.hedged;
        s.quoteDecimals = market.quoteDecimals;
        s.baseDecimals = market.baseDecimals;
        s.cash = signedToWad(b.cash, market.quoteDecimals);
        s.thresholds = $.parameters.thresholds(b.market);
        s.settlement = $.parameters.settlementTerms(b.market);
        _portfolio(s, market.lot);
    }

    function _portfolio(Situation memory s, uint128 lot) private view {
        MarginStorage storage $ = _storage();
        Portfolio memory p = s.portfolio;
        (p.spot,) = $.oracle.markPrice(s.market);
        p.time = block.timestamp;
        IBooks.Position[] memory positions = $.books.positions(s.book);
        p.legs = new Leg[](positions.length);
        uint256 open;
        for (uint256 i; i < positions.length; i++) {
            SeriesId series = positions[i].series;
            int128 size = positions[i].size;
            if (series.expiry() <= block.timestamp) {
                (, bool settled) = $.settlement.priceOf(s.market, series.expiry());
                if (settled) {
                    uint256 payoff = $.settlement.payoffPerLot(series);
                    p.settled += signedToWad(
                        int256(size) / int256(uint256(lot)) * int256(payoff), s.quoteDecimals
                    );
                    continue;
                }
            }
            uint64 vol = uint64(_vol(s, series.expiry(), series.strike()));
            p.legs[open++] = Leg({series: series, size: size, vol: vol, carry: 0});
        }
        Leg[] memory legs = p.legs;
        assembly ("memory-safe") {
            // Series with a settled price left a gap at the end.
            mstore(legs, open)
        }
        p.weights = HedgeTarget.weights(legs, p.time, s.settlement);
    }

    /// @dev The last vol an updater gave, however old; before the first one, the reference.
    /// Carry is zero here, so spot is the forward.
    function _vol(Situation memory s, uint40 expiry, uint256 strike) private view returns (uint256) {
        try _storage().vols.lastVol(s.market, expiry, strike, s.portfolio.spot) returns (uint64 vol, uint64) {
            return vol;
        } catch {
            return s.thresholds.referenceVol;
        }
    }

    /// @return claims one per spoke
    /// @return transit quote under way after haircut, 18 decimals
    function _claims(Situation memory s) private view returns (Claim[] memory claims, uint256 transit) {
        if (!s.hedged) return (new Claim[](0), 0);
        uint64[] memory spokes = _storage().mandates.spokesOf(s.book);
        claims = new Claim[](spokes.length);
        for (uint256 i; i < spokes.length; i++) {
            uint256 coming;
            (claims[i], coming) = _claim(s, spokes[i]);
            transit += coming;
        }
    }

    function _claim(Situation memory s, uint64 spoke)
        private
        view
        returns (Claim memory claim, uint256 transit)
    {
        MarginStorage storage $ = _storage();
        (int256 quote, int256 base, uint256 moving, uint64 oldest) = $.mandates.recognised(s.book, spoke);
        claim.quote = signedToWad(quote, s.quoteDecimals);
        claim.base = signedToWad(base, s.baseDecimals);
        uint256 sent = uint256(signedToWad(int256(moving), s.quoteDecimals));
        if (sent != 0) {
            uint256 expiry = expiryAge($.parameters.spokeTerms(spoke));
            transit = TransitHaircut.apply_(sent, _age(oldest), s.mandate.haircutRate, expiry);
        } else if (claim.quote == 0 && claim.base == 0) {
            return (claim, 0);
        }

        uint64 reported = $.mandates.claim(s.book, spoke).time;
        claim = _widen(s, spoke, claim, _age(reported == 0 ? oldest : reported), sent);
        // A report may not make the hub believe in more than was sent and a governed gain (P15). What is under way counts
        // to that: a report that denies its arrival must not have it twice.
        int256 excess =
            claim.reported(s.portfolio.spot) + int256(sent) - int256($.mandates.recognisedCap(s.book, spoke));
        if (excess > 0) claim.quote -= excess;
    }

    /// @dev Without a body no spoke trades for the book.
    function _widen(Situation memory s, uint64 spoke, Claim memory claim, uint256 age, uint256 sent)
        private
        view
        returns (Claim memory)
    {
        MarginStorage storage $ = _storage();
        Conditions memory c;
        c.body = $.mandates.bodyOf(s.book, spoke);
        if (c.body.book == 0) return claim;
        // The hub keeps no ladder; what it was built from are the series of the book.
        if (c.body.legs.length == 0 && c.body.range != 0) c.body.legs = s.portfolio.legs;
        c.band = $.parameters.hedgeBand(s.market, spoke);
        c.settlement = s.settlement;
        c.time = s.portfolio.time;
        c.buyable = claim.quote + int256(sent);
        (claim.priceLow, claim.priceHigh) =
            PriceRange.since(s.portfolio.spot, _highestVol(s, c.body), age, s.thresholds.moveRate);
        return $.model.widen(claim, c);
    }

    function _highestVol(Situation memory s, MandateBody memory body) private pure returns (uint256 vol) {
        vol = s.vol;
        for (uint256 i; i < body.legs.length; i++) {
            if (body.legs[i].vol > vol) vol = body.legs[i].vol;
        }
    }

    /// @dev Spokes' clocks may run ahead of the hub's.
    function _age(uint64 since) private view returns (uint256) {
        return block.timestamp > since ? block.timestamp - since : 0;
    }

    function _share(uint256 amount, uint256 share) private pure returns (uint256) {
        return amount * share / uint256(WAD);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (MarginStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
