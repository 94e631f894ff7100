// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Fields} from "../risk/Fields.sol";
import {
    HedgeBand,
    HedgeLimits,
    MarketConfig,
    OracleTerms,
    SpokeConfig,
    SpokeTerms,
    VenueStatus,
    VenueTerms
} from "../types/Config.sol";
import {Looser} from "./Looser.sol";

/// @title What two configs of a spoke both allow
/// @notice In force while a config that loosens something waits: of every field with a direction the tighter value, the markets
/// that both have, and venues that trade in both as they are, with the smaller clip. A market that only the new config has
/// does not trade yet, and its venue that does not trade in both stands there suspended.
///
/// Fields without a direction are the new config's at once. The hub works by them already: the two have to agree on how a series
/// settles (P13), and heartbeats jump as far as the hub counts on (P3). Neither value is the safe side, a difference is not.
///
/// Both configs passed the rules between fields (contracts/risk/ranges), and so does the mix:
///
/// | rule | why |
/// |---|---|
/// | maxPause <= pauseShare, floor <= cap, capacity <= 7 days of rate, cost <= turnover, tolerance <= slippage, venue.clip <= limits.clip, fillDistance < fillFull | both sides loosen the same way: if it holds in both, it holds between the smaller, and between the larger, of each |
/// | lot <= floor, clip, pathAllowance, venue.clip | the lot is the same in both, or the market stays as it is in force |
/// | grace <= lease <= maxLease | the lease has no direction, and is capped here by the mixed maxLease, which neither grace exceeds |
/// | 4 minPrice <= maxPrice | mixed as a pair, below |
/// | instants <= window | taken together |
/// | way out <= upgrade delay | no summand is more than the new config's |
/// | clip <= what the venues bear | nor is the clip; a band above its own impact is in force already or new |
/// | bounds of one field | each value is in one of the two, or lies between them |
/// | venues.count, config.bytes | no more than in one of the two; a mix never waits |
library Tighter {
    function mix(SpokeConfig memory inForce, SpokeConfig memory next)
        internal
        pure
        returns (SpokeConfig memory both)
    {
        (both.chain, both.version) = (inForce.chain, inForce.version);
        both.terms = _terms(inForce.terms, next.terms);
        MarketConfig[] memory markets = new MarketConfig[](next.markets.length);
        uint256 count;
        for (uint256 i; i < markets.length; i++) {
            (bool found, MarketConfig memory old) = Looser.marketOf(inForce, next.markets[i].market);
            if (found) markets[count++] = _market(old, next.markets[i]);
        }
        assembly ("memory-safe") {
            mstore(markets, count)
        }
        both.markets = markets;
    }

    function _terms(SpokeTerms memory old, SpokeTerms memory next)
        private
        pure
        returns (SpokeTerms memory terms)
    {
        terms = Fields.toSpokeTerms(
            _tighter(Fields.row(old), Fields.row(next), Looser.SPOKE_UP, Looser.SPOKE_DOWN)
        );
        if (terms.lease > terms.maxLease) terms.lease = terms.maxLease;
    }

    function _market(MarketConfig memory old, MarketConfig memory next)
        private
        pure
        returns (MarketConfig memory market)
    {
        // No vote changes the lot of a market.
        if (old.lot != next.lot) return old;
        (market.market, market.lot, market.settlement) = (next.market, next.lot, next.settlement);
        market.band = _band(old.band, next.band);
        market.limits = _limits(old.limits, next.limits);
        market.oracle = _oracle(old.oracle, next.oracle);
        market.venues = new VenueTerms[](next.venues.length);
        for (uint256 i; i < market.venues.length; i++) {
            market.venues[i] = _venue(old.venues, next.venues[i]);
        }
    }

    function _band(HedgeBand memory old, HedgeBand memory next) private pure returns (HedgeBand memory) {
        return
            Fields.toHedgeBand(_tighter(Fields.row(old), Fields.row(next), Looser.BAND_UP, Looser.BAND_DOWN));
    }

    function _limits(HedgeLimits memory old, HedgeLimits memory next)
        private
        pure
        returns (HedgeLimits memory)
    {
        return Fields.toHedgeLimits(
            _tighter(Fields.row(old), Fields.row(next), Looser.LIMITS_UP, Looser.LIMITS_DOWN)
        );
    }

    /// @dev Where less than a factor of four is believable to both, an ordinary crash would stop the hedge. Then it is the part of
    /// the prices in force next to the new ones that still has the factor: never a price that has not waited, and as few as
    /// the rule allows that the new config does not believe.
    function _oracle(OracleTerms memory old, OracleTerms memory next)
        private
        pure
        returns (OracleTerms memory oracle)
    {
        oracle = Fields.toOracleTerms(
            _tighter(Fields.row(old), Fields.row(next), Looser.ORACLE_UP, Looser.ORACLE_DOWN)
        );
        if (4 * uint256(oracle.minPrice) <= oracle.maxPrice) return oracle;
        // Neither pair lies in the other, so they differ the same way at both ends.
        if (next.maxPrice > old.maxPrice) oracle.minPrice = oracle.maxPrice / 4;
        else oracle.maxPrice = 4 * oracle.minPrice;
    }

    /// @dev Trades find venues by id and never by place.
    function _venue(VenueTerms[] memory old, VenueTerms memory next)
        private
        pure
        returns (VenueTerms memory venue)
    {
        venue = Fields.toVenueTerms(Fields.row(next));
        if (venue.status != VenueStatus.ACTIVE) return venue;
        uint256 clip = Looser.clipOf(next, old);
        if (clip == 0) venue.status = VenueStatus.SUSPENDED;
        else if (clip < venue.clip) venue.clip = uint128(clip);
    }

    function _tighter(uint256[] memory old, uint256[] memory next, uint256 up, uint256 down)
        private
        pure
        returns (uint256[] memory)
    {
        for (uint256 i; i < next.length; i++) {
            bool keeps = (up >> i & 1 != 0 && old[i] < next[i]) || (down >> i & 1 != 0 && old[i] > next[i]);
            if (keeps) next[i] = old[i];
        }
        return next;
    }
}
