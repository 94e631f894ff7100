// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IHedgeExecutor} from "../interfaces/IHedgeExecutor.sol";
import {ISpokeVault} from "../interfaces/ISpokeVault.sol";
import {IVenue} from "../interfaces/IVenue.sol";
import {VenueStatus, VenueTerms} from "../types/Config.sol";
import {Pair} from "./Pair.sol";

/// @title The net trade over active venues
/// @notice Venues are not believed: what moved is what the vault's balances say, and it must be worth it at the worst price.
library VenueTrade {
    /// @param book, distance the largest need on the trading side and its y, named by errors
    /// @param buying the books buy base
    /// @param worst price no trade may be worse than, 18 decimals
    /// @param purse native quote the buying books have together
    /// @param room native base of the net need: orders beyond it shrink, for a book filled in front leaves them too large
    /// @param crosses whether books trade with each other even without a venue
    /// @param clip most base in this call, 18 decimals
    struct Deal {
        ISpokeVault vault;
        Pair pair;
        uint64 book;
        int256 distance;
        bool buying;
        uint256 worst;
        uint256 purse;
        uint256 room;
        uint256 clip;
        bool crosses;
        VenueTerms[] venues;
    }

    /// @return base native base bought or sold
    /// @return quote native quote paid or got
    function run(Deal memory deal, IHedgeExecutor.VenueOrder[] calldata orders)
        internal
        returns (uint256 base, uint256 quote)
    {
        if (orders.length == 0) return (0, 0);
        VenueTerms[] memory places = _checked(deal, orders);
        (uint256 baseBefore, uint256 quoteBefore) = deal.pair.balances(address(deal.vault));
        for (uint256 i; i < orders.length; i++) {
            _trade(deal, places[i], orders[i]);
        }
        (uint256 baseAfter, uint256 quoteAfter) = deal.pair.balances(address(deal.vault));
        return _moved(deal, int256(baseAfter) - int256(baseBefore), int256(quoteAfter) - int256(quoteBefore));
    }

    /// @dev Caps add up over orders, so that splitting one does not widen them. Where books cross, orders against the net need
    /// are left out: the net may have turned since they were chosen.
    function _checked(Deal memory deal, IHedgeExecutor.VenueOrder[] calldata orders)
        private
        pure
        returns (VenueTerms[] memory places)
    {
        places = new VenueTerms[](orders.length);
        uint256[] memory used = new uint256[](deal.venues.length);
        uint256 total;
        for (uint256 i; i < orders.length; i++) {
            int256 base = orders[i].base;
            bool fits = (base > 0) == deal.buying;
            if (base == 0 || !(fits || deal.crosses)) {
                revert IHedgeExecutor.WrongDirection(deal.book, deal.distance, base);
            }
            if (!fits) continue;
            uint256 at = _find(deal.venues, orders[i].venue);
            places[i] = deal.venues[at];
            uint256 size = deal.pair.baseWad(SignedMath.abs(base));
            used[at] += size;
            total += size;
            if (used[at] > places[i].clip) {
                revert IHedgeExecutor.VenueClipExceeded(places[i].id, used[at], places[i].clip);
            }
        }
        if (total > deal.clip) revert IHedgeExecutor.ClipExceeded(total, deal.clip);
    }

    function _find(VenueTerms[] memory venues, uint32 id) private pure returns (uint256 at) {
        while (at < venues.length && venues[at].id != id) at++;
        if (at == venues.length || venues[at].status != VenueStatus.ACTIVE) {
            revert IHedgeExecutor.VenueNotActive(id);
        }
    }

    function _trade(Deal memory deal, VenueTerms memory place, IHedgeExecutor.VenueOrder calldata order)
        private
    {
        uint256 size = Math.min(SignedMath.abs(order.base), deal.room);
        if (size == 0 || (order.base > 0) != deal.buying) return;
        deal.room -= size;
        uint256 most = size;
        uint256 limit = Math.max(order.priceLimit, deal.worst);
        if (deal.buying) {
            most = deal.pair.quoteAt(size, deal.worst, Math.Rounding.Ceil);
            // An order the books could not pay at the worst price shrinks to what they can.
            if (most > deal.purse) (size, most) = (Math.mulDiv(size, deal.purse, most), deal.purse);
            deal.purse -= most;
            limit = Math.min(order.priceLimit, deal.worst);
        }
        deal.vault.release(deal.buying ? deal.pair.quote : deal.pair.base, place.adapter, most);
        IVenue(place.adapter)
            .trade(
                IVenue.Order({
                pool: place.pool,
                baseToken: deal.pair.base,
                quoteToken: deal.pair.quote,
                baseIsIn: !deal.buying,
                base: size,
                amountInMax: most,
                priceLimit: limit,
                recipient: address(deal.vault)
            })
            );
    }

    /// @dev Both tokens moved the right way and at no worse than the worst price, to a quote unit of rounding. That also
    /// refuses a venue that keeps what it was lent.
    function _moved(Deal memory deal, int256 base, int256 quote)
        private
        pure
        returns (uint256 baseMoved, uint256 quoteMoved)
    {
        baseMoved = SignedMath.abs(base);
        quoteMoved = SignedMath.abs(quote);
        bool fair = deal.buying
            ? base >= 0 && quote <= 0
                && quoteMoved <= deal.pair.quoteAt(baseMoved, deal.worst, Math.Rounding.Ceil)
            : base <= 0 && quote >= 0
                && quoteMoved >= deal.pair.quoteAt(baseMoved, deal.worst, Math.Rounding.Floor);
        if (!fair) revert IHedgeExecutor.Slippage(deal.pair.priceOf(baseMoved, quoteMoved), deal.worst);
    }
}
