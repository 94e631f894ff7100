// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Looser} from "gimbal/spoke/Looser.sol";
import {
    HedgeBand,
    HedgeLimits,
    Liquidity,
    MarketConfig,
    OracleTerms,
    SettlementTerms,
    SpokeConfig,
    SpokeTerms,
    VenueKind,
    VenueStatus,
    VenueTerms
} from "gimbal/types/Config.sol";

/// @notice Configs that pass every rule, each field one of four values, so that two of them often agree in some.
library RandomConfig {
    uint256 private constant MARKETS = 3;
    uint256 private constant VENUES = 3;
    uint128 private constant LOT = 0.01e18;
    uint128 private constant REFILL = 7 days;

    /// @dev What is left of a seed.
    struct Dice {
        uint256 seed;
    }

    function draw(uint256 seed, uint64 chain, uint64 version) internal pure returns (SpokeConfig memory c) {
        Dice memory dice = Dice(seed);
        (c.chain, c.version, c.terms) = (chain, version, _terms(dice));
        c.markets = new MarketConfig[](MARKETS);
        uint256 count;
        for (uint32 id = 1; id <= MARKETS; id++) {
            MarketConfig memory market = _market(dice, id);
            if (_level(dice) != 0) c.markets[count++] = market;
        }
        _shorten(c.markets, count);
    }

    /// @notice Facts of liquidity, for the markets of a config, that bear the clips of the newest and no larger ones.
    function liquidityOf(SpokeConfig memory c, SpokeConfig memory newest)
        internal
        pure
        returns (Liquidity[] memory list)
    {
        list = new Liquidity[](c.markets.length);
        for (uint256 i; i < list.length; i++) {
            (, MarketConfig memory market) = Looser.marketOf(newest, c.markets[i].market);
            uint128 clip = market.limits.clip;
            list[i] = Liquidity(10 * clip, 1000 * clip, 0.03e18, 1e9);
        }
    }

    function _terms(Dice memory dice) private pure returns (SpokeTerms memory t) {
        t.lease = 1 hours * (1 + _level(dice));
        t.maxLease = t.lease + 1 hours * _level(dice);
        t.grace = t.lease / (1 + _level(dice));
        t.maxEpochJump = 1000 + _level(dice);
        t.reportAge = 1 hours * (1 + _level(dice));
        t.quoteCap = uint128(1e12) * (1 + _level(dice));
        t.maxPause = 5 minutes * (1 + _level(dice));
        t.pauseShare = t.maxPause + 5 minutes * _level(dice);
        t.bridgeFee = uint64(_level(dice) * 0.01e18 / 3);
    }

    function _market(Dice memory dice, uint32 id) private pure returns (MarketConfig memory m) {
        (m.market, m.lot) = (id, LOT);
        (m.band, m.limits) = (_band(dice), _limits(dice));
        (m.oracle, m.settlement) = (_oracle(dice, m.limits.slippage), _settlement(dice));
        m.venues = new VenueTerms[](VENUES);
        uint256 count;
        for (uint32 i; i < VENUES; i++) {
            VenueTerms memory venue = _venue(dice, 10 * id + i, m.limits.clip);
            if (_level(dice) != 0) m.venues[count++] = venue;
        }
        VenueTerms[] memory venues = m.venues;
        assembly ("memory-safe") {
            mstore(venues, count)
        }
    }

    function _band(Dice memory dice) private pure returns (HedgeBand memory b) {
        b.riskAversion = 1e18 * (1 + _level(dice));
        b.costRate = 0.001e18 * _level(dice);
        b.fixedCost = 1e18 * _level(dice);
        b.floor = LOT * (1 + _level(dice));
        b.cap = b.floor + LOT * _level(dice);
        b.capShare = 0.1e18 * (1 + _level(dice));
    }

    function _limits(Dice memory dice) private pure returns (HedgeLimits memory l) {
        l.slippage = 0.004e18 * (1 + _level(dice));
        l.clip = LOT * (1 + _level(dice));
        l.interval = 60 * _level(dice);
        l.turnoverRate = 1e18 * (1 + _level(dice));
        l.turnoverCapacity = l.turnoverRate * REFILL / (1 + _level(dice));
        l.costRate = 0.25e18 * (1 + _level(dice));
        l.costCapacity = l.costRate * REFILL / (4 * (1 + _level(dice)));
        l.fillRate = 1e18 * (1 + _level(dice));
        l.fillCapacity = l.fillRate * REFILL / (1 + _level(dice));
        l.fillDistance = 1e18 + 0.5e18 * _level(dice);
        l.fillFull = l.fillDistance + 1 + 0.5e18 * _level(dice);
        l.pathRate = 1e18 * (1 + _level(dice));
        l.pathAllowance = LOT * (1 + _level(dice));
        if (l.costCapacity > l.turnoverCapacity) l.costCapacity = l.turnoverCapacity;
    }

    function _oracle(Dice memory dice, uint64 slippage) private pure returns (OracleTerms memory o) {
        o.tolerance = slippage / (1 + _level(dice));
        o.maxPullAge = 30 * (1 + _level(dice));
        o.baseHeartbeat = 1 hours * (1 + _level(dice));
        o.quoteHeartbeat = 1 hours * (1 + _level(dice));
        o.sequencerGrace = 10 minutes * _level(dice);
        o.minPrice = 500e18 * (1 + _level(dice));
        o.maxPrice = 4 * o.minPrice + uint128(2000e18) * _level(dice);
    }

    function _settlement(Dice memory dice) private pure returns (SettlementTerms memory s) {
        s.window = 10 minutes * (1 + _level(dice));
        s.instants = uint16(5 * (1 + _level(dice)));
        s.grace = 1 hours * (1 + _level(dice));
    }

    function _venue(Dice memory dice, uint32 id, uint128 most) private pure returns (VenueTerms memory v) {
        (v.id, v.kind) = (id, VenueKind.UNISWAP_V3);
        v.adapter = address(uint160(100 + _level(dice) / 3));
        v.pool = address(uint160(200 + _level(dice) / 3));
        v.status = VenueStatus(_level(dice));
        if (v.status == VenueStatus.NONE) v.status = VenueStatus.ACTIVE;
        v.clip = LOT * (1 + _level(dice));
        if (v.clip > most) v.clip = most;
    }

    function _level(Dice memory dice) private pure returns (uint32) {
        dice.seed = uint256(keccak256(abi.encode(dice.seed)));
        return uint32(dice.seed % 4);
    }

    function _shorten(MarketConfig[] memory list, uint256 count) private pure {
        assembly ("memory-safe") {
            mstore(list, count)
        }
    }
}
