// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAllocationBook} from "gimbal/interfaces/IAllocationBook.sol";
import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {FundEntry, Ledger} from "gimbal/types/Ledger.sol";
import {SeriesId} from "gimbal/types/SeriesId.sol";
import {Watch} from "./Watch.sol";
import {Terms} from "../base/Terms.sol";

/// @notice Owners, the relayer and helpful strangers. Each action lets a little time and price pass first, and may be refused;
/// what it may not do is break a rule.
abstract contract Honest is Watch {
    error OnlyItself();

    modifier moved(uint256 seed) {
        vm.warp(block.timestamp + 1 + seed % 8 minutes); // a pull price is kept only if it is newer
        uint256 bps = (seed >> 32) % 121;
        movePrice((seed >> 64) % 2 == 0 ? price * (10_000 + bps) / 10_000 : price * (10_000 - bps) / 10_000);
        channel.carry(seed, 3);
        _;
        channel.collect();
        watchEpochs();
    }

    /// @dev Steps that may revert half-way are taken by an outside call of this contract to itself.
    modifier itself() {
        if (msg.sender != address(this)) revert OnlyItself();
        _;
    }

    function ownerDeposits(uint256 seed, uint256 amount) external moved(seed) {
        deposit(_book(seed), bound(amount, 1, 50_000e6));
    }

    function ownerWithdraws(uint256 seed, uint256 amount) external moved(seed) {
        uint64 book = _book(seed);
        uint256 before = hub.books.accounted();
        address owner = ownerOf(book);
        vm.prank(owner);
        try hub.books.withdraw(book, bound(amount, 1, 500_000e6), owner) returns (uint256 paid, uint256) {
            counted["withdrawals"]++;
            if (paid > before) broke("P14: more paid than the hub has");
            _requireSound(book);
        } catch {}
        hub.books.processQueue(3);
    }

    function ownersTrade(uint256 seed, uint128 size) external moved(seed) {
        SeriesId id = series[seed % series.length];
        uint64 hedged = books[(seed >> 8) % 3];
        (uint64 buyer, uint64 seller) = (seed >> 16) % 2 == 0 ? (dora, hedged) : (hedged, dora);
        uint128 lots = uint128(bound(size, 1, 1000));
        IClearing.Trade memory trade = tradeOf(buyer, seller, id, lots * 0.01e18, uint256(lots) * 1e6);
        bytes memory bySeller = signTrade(seller, trade);
        try hub.clearing.execute(trade, signTrade(buyer, trade), bySeller) {
            counted["trades"]++;
            _requireSound(buyer);
            _requireSound(seller);
            hub.mandates.publish(hedged);
        } catch {}
    }

    /// @dev P11: what an owner did leaves the book above both requirements.
    function _requireSound(uint64 book) private {
        try hub.margin.requireInitial(book) {}
        catch {
            broke("P11: an owner's action left a book below a requirement");
        }
    }

    function relayerBeats(uint256 seed) external moved(seed) {
        for (uint256 i; i < 3; i++) {
            hub.mandates.publish(books[i]);
        }
        for (uint256 i; i < chains.length; i++) {
            try this.beatStep(chains[i]) {
                counted["beats"]++;
            } catch {}
        }
        channel.carry(seed >> 8, 8);
    }

    function beatStep(uint64 chain) external itself {
        beat(chain);
    }

    function relayerFunds(uint256 seed, uint256 amount) external moved(seed) {
        (uint64 book, uint64 chain) = _hedgedBook(seed);
        _ownerFunds(book, chain, amount);
        if (amount % 4 == 0) _ownerTakesTooMuch(book, chain);
        (uint256 had, uint256 wanted) = _purse(book, chain);
        // Now and then just what is missing: a book is seldom short by what chance draws.
        if (amount % 2 == 0 && wanted > had) amount = wanted - had;
        vm.prank(relayer);
        try hub.funding.fund(book, chain, bound(amount, 1, 300_000e6)) {
            counted["relayer funds"]++;
            (uint256 left, uint256 need) = _purse(book, chain);
            if (left > need * 5 / 4) broke("P6: the relayer funded more than a hedge asks for");
        } catch {}
        vm.prank(relayer);
        try hub.funding.recall(book, chain, _drawn(amount, 40_000e6)) {
            counted["relayer recalls"]++;
            (uint256 left, uint256 need) = _purse(book, chain);
            if (left < need) broke("P6: the relayer recalled what a hedge may need");
        } catch {}
        try this.beatStep(chain) {} catch {}
    }

    function _ownerFunds(uint64 book, uint64 chain, uint256 amount) private {
        vm.startPrank(ownerOf(book));
        try hub.funding.fund(book, chain, bound(amount, 1, 80_000e6)) {} catch {}
        try hub.funding.recall(book, chain, _drawn(amount, 20_000e6)) {} catch {}
        vm.stopPrank();
    }

    /// @dev Books have more than their hedges need for as long as nobody takes it: an owner may take part of the need, too.
    function _ownerTakesTooMuch(uint64 book, uint64 chain) private {
        (uint256 had, uint256 wanted) = _purse(book, chain);
        if (had <= wanted * 3 / 4) return;
        vm.prank(ownerOf(book));
        try hub.funding.recall(book, chain, had - wanted * 3 / 4) {
            counted["owner recalls"]++;
        } catch {}
    }

    /// @dev A second amount from one that a test drew.
    function _drawn(uint256 amount, uint256 most) private pure returns (uint256) {
        return bound(uint256(keccak256(abi.encode(amount))), 1, most);
    }

    /// @dev A book's quote on a spoke or on its way there as the hub knows it, and what its hedge there needs.
    function _purse(uint64 book, uint64 chain) private view returns (uint256 left, uint256 need) {
        FundEntry memory entry = hub.funding.entry(book, chain);
        Ledger memory ledger = hub.mandates.claim(book, chain).ledger;
        left = uint256(entry.sent) + ledger.got - ledger.paid - ledger.refunded - ledger.bridgeFees;
        uint256 gone = entry.recalled;
        uint256 arrived = ledger.received + ledger.refunded;
        if (entry.expired > arrived) gone += entry.expired - arrived;
        left = left > gone ? left - gone : 0;
        IAllocationBook.Allocation memory part = hub.allocations.allocation(book, chain);
        need = hub.margin.needAt(book, chain, part.offset, part.share);
    }

    function relayerHedges(uint256 seed) external moved(seed) {
        for (uint256 i; i < 3; i++) {
            for (uint256 j; j < chains.length; j++) {
                try this.hedgeStep(books[i], chains[j]) {} catch {}
            }
        }
    }

    function hedgeStep(uint64 book, uint64 chain) external itself {
        (bool found, IHedgeExecutor.BookCall memory c) = bookCall(book, chain);
        if (!found) return;
        Before memory before = look(book, chain, c);
        if (hedgeIfDue(book, chain)) judge(book, chain, before, false);
    }

    function relayerMoves(uint256 seed, uint64 share) external moved(seed) {
        (uint64 book, uint64 from) = _hedgedBook(seed);
        uint64 to = chains[(seed >> 24) % 3];
        vm.prank(relayer);
        try hub.allocations.startMove(book, from, to, uint64(bound(share, 0.05e18, 0.25e18)), 0) {
            counted["moves"]++;
        } catch {}
        try hub.allocations.completeMove(book) {
            counted["moves completed"]++;
        } catch {}
        try this.beatStep(from) {} catch {}
        try this.beatStep(to) {} catch {}
    }

    function anyoneKeepsHouse(uint256 seed) external moved(seed) {
        for (uint256 j; j < chains.length; j++) {
            try this.reportStep(chains[j]) {} catch {}
        }
        channel.carry(seed >> 16, 9);
        hub.gamma.refresh(_book(seed));
        for (uint256 i; i < 3; i++) {
            for (uint256 j; j < chains.length; j++) {
                if (seed % 2 == 0) try this.creditStep(books[i], chains[j]) {} catch {}
                try this.refundStep(books[i], chains[j]) {
                    counted["refunds"]++;
                } catch {}
                try this.creditStep(books[i], chains[j]) {} catch {}
                try this.returnStep(books[i], chains[j]) {} catch {}
                try this.proveStep(books[i], chains[j]) {} catch {}
                try hub.funding.collect(books[i], chains[j]) {} catch {}
            }
        }
    }

    function reportStep(uint64 chain) external itself {
        report(chain);
    }

    function creditStep(uint64 book, uint64 chain) external itself {
        credit(book, chain);
    }

    function refundStep(uint64 book, uint64 chain) external itself {
        refund(book, chain);
    }

    function returnStep(uint64 book, uint64 chain) external itself {
        returnQuote(book, chain);
    }

    function proveStep(uint64 book, uint64 chain) external itself {
        prove(book, chain);
    }

    /// @dev Sometimes a transfer is left alone until it expires; whoever looks at it then may say so.
    function anyoneExpires(uint256 seed, uint256 amount) external moved(seed) {
        (uint64 book, uint64 chain) = _hedgedBook(seed);
        if ((seed >> 128) % 4 == 0) {
            vm.prank(relayer);
            try hub.funding.fund(book, chain, bound(amount, 1, 20_000e6)) {} catch {}
            vm.warp(block.timestamp + hub.funding.expiryAge(chain));
            refreshFeeds(false);
            setVol(0.6e18);
        }
        for (uint256 i; i < 3; i++) {
            for (uint256 j; j < chains.length; j++) {
                try hub.funding.expire(books[i], chains[j]) {
                    counted["expiries"]++;
                } catch {}
            }
        }
        for (uint256 j; j < chains.length; j++) {
            try this.reportStep(chains[j]) {} catch {}
        }
        channel.carry(seed >> 16, 9);
        for (uint256 j; j < chains.length; j++) {
            try this.beatStep(chains[j]) {} catch {}
        }
        channel.carry(seed >> 24, 9);
    }

    /// @dev One that is lost is sent again with the next.
    function timelockSetsFee(uint256 seed, uint256 rate) external moved(seed) {
        setBridgeFee(chains[seed % 3], bound(rate, 0, 0.01e18));
    }

    function timePasses(uint256 seed, uint32 by) external moved(seed) {
        vm.warp(block.timestamp + bound(by, 1, 90 minutes));
        refreshFeeds(false);
        (,, uint64 updated) = hub.surface.smiles(Terms.MARKET);
        if (block.timestamp > updated + Terms.surface().maxAge / 2) setVol(0.6e18);
    }

    function _book(uint256 seed) internal view returns (uint64) {
        return books[seed % books.length];
    }

    /// @dev A hedged book and a spoke where it was placed.
    function _hedgedBook(uint256 seed) internal view returns (uint64 book, uint64 chain) {
        book = books[seed % 3];
        uint64[] memory placed = hub.allocations.spokesOf(book);
        chain = placed[(seed >> 8) % placed.length];
    }
}
