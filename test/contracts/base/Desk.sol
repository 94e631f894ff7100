// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {FundEntry, Ledger} from "gimbal/types/Ledger.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {Heartbeat, Report} from "gimbal/types/Message.sol";
import {Change, Family, parameterKey} from "gimbal/types/Parameter.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";
import {Spoke} from "./Chains.sol";
import {HubAndSpokes} from "./HubAndSpokes.sol";
import {Mirror} from "./Mirror.sol";
import {Terms} from "./Terms.sol";

/// @notice What owners and the relayer do: open books, trade, publish, fund, credit, hedge, report and prove.
abstract contract Desk is HubAndSpokes {
    using Mirror for Mirror.Store;

    uint40 internal constant EXPIRY = uint40(START + 30 days);
    uint256 private _nonce;
    mapping(uint64 book => uint256) internal ownerKey;

    function call_(uint128 strike) internal pure returns (SeriesId) {
        return seriesId(Terms.MARKET, EXPIRY, strike * 1e18, false);
    }

    function put_(uint128 strike) internal pure returns (SeriesId) {
        return seriesId(Terms.MARKET, EXPIRY, strike * 1e18, true);
    }

    function ownerOf(uint64 book) internal view returns (address) {
        return vm.addr(ownerKey[book]);
    }

    function openBook(string memory name, bool hedged, uint256 cash) internal returns (uint64 book) {
        (address owner, uint256 key) = makeAddrAndKey(name);
        vm.prank(owner);
        book = hub.books.open(Terms.MARKET, hedged);
        ownerKey[book] = key;
        deposit(book, cash);
    }

    function deposit(uint64 book, uint256 amount) internal {
        if (amount == 0) return;
        mintQuote(address(this), amount);
        at[HUB].quote.approve(address(hub.books), amount);
        hub.books.deposit(book, amount);
    }

    function tradeOf(uint64 buyer, uint64 seller, SeriesId series, uint128 size, uint256 premium)
        internal
        returns (IClearing.Trade memory)
    {
        _nonce++;
        return IClearing.Trade({
            series: series,
            size: size,
            premium: premium,
            buyer: buyer,
            seller: seller,
            buyerNonce: _nonce,
            sellerNonce: _nonce,
            deadline: uint64(block.timestamp + 60)
        });
    }

    function signTrade(uint64 book, IClearing.Trade memory trade) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ownerKey[book], hub.clearing.hashTrade(trade));
        return abi.encodePacked(r, s, v);
    }

    function clear(uint64 buyer, uint64 seller, SeriesId series, uint128 size, uint256 premium) internal {
        IClearing.Trade memory trade = tradeOf(buyer, seller, series, size, premium);
        hub.clearing.execute(trade, signTrade(buyer, trade), signTrade(seller, trade));
    }

    /// @notice Owner: quote for a book's spoke, whatever its hedge asks for.
    function fund(uint64 book, uint64 chain, uint256 amount) internal {
        vm.prank(ownerOf(book));
        hub.funding.fund(book, chain, amount);
        channel.collect();
    }

    /// @notice Anyone: credits the book what the fund root in force proves.
    function credit(uint64 book, uint64 chain) internal returns (uint256) {
        Spoke storage s = at[chain];
        (FundEntry memory entry, uint32 index, bytes32[] memory proof) = _entryInForce(s, book);
        return s.vault.credit(entry, index, proof);
    }

    /// @dev What the fund root in force on a spoke says of a book, and its proof.
    function _entryInForce(Spoke storage s, uint64 book)
        private
        view
        returns (FundEntry memory entry, uint32 index, bytes32[] memory proof)
    {
        (Heartbeat memory beat_,,) = s.control.heartbeat();
        bool found;
        (found, entry, index, proof) = mirror.fund(beat_.fundRoot, book);
        require(found, "no fund entry in force");
    }

    /// @notice Anyone: sends home what the fund root in force recalls.
    function returnQuote(uint64 book, uint64 chain) internal returns (uint256 amount) {
        Spoke storage s = at[chain];
        (FundEntry memory entry, uint32 index, bytes32[] memory proof) = _entryInForce(s, book);
        vm.chainId(chain);
        amount = s.vault.returnQuote(entry, index, proof);
        vm.chainId(HUB);
        channel.collect();
    }

    /// @notice A vote on what transfers between the hub and a spoke cost: the hub goes by it at once, the spoke's config is under way.
    function setBridgeFee(uint64 chain, uint256 rate) internal virtual {
        Change[] memory changes = new Change[](1);
        changes[0] = Change(parameterKey(Family.SPOKE, 8, 0, chain, 0), rate, 0, type(uint256).max);
        vm.prank(address(at[HUB].timelock));
        hub.parameters.change(changes, 0);
        hub.mandates.sendConfig(chain);
        channel.collect();
    }

    /// @notice Anyone: sends home what expired by the fund root in force.
    function refund(uint64 book, uint64 chain) internal returns (uint256 amount) {
        Spoke storage s = at[chain];
        (FundEntry memory entry, uint32 index, bytes32[] memory proof) = _entryInForce(s, book);
        vm.chainId(chain);
        amount = s.vault.refund(entry, index, proof);
        vm.chainId(HUB);
        channel.collect();
    }

    /// @notice The body of a book that the spoke works under now, with its proof.
    function bookCall(uint64 book, uint64 chain)
        internal
        view
        returns (bool found, IHedgeExecutor.BookCall memory c)
    {
        (Heartbeat memory beat_,,) = at[chain].control.heartbeat();
        (found, c.body, c.index, c.proof) = mirror.mandate(beat_.mandateRoot, book);
    }

    function standing(uint64 book, uint64 chain) internal view returns (IHedgeExecutor.BookView memory) {
        (, IHedgeExecutor.BookCall memory c) = bookCall(book, chain);
        return at[chain].executor.evaluate(c.body, price, uint64(block.timestamp));
    }

    /// @notice Native base that brings the book to its inner band; positive buys.
    function needOf(IHedgeExecutor.BookView memory v) internal pure returns (int256) {
        int256 y = v.held - v.target;
        return y > 0 ? -(y - int256(v.inner)) : -y - int256(v.inner);
    }

    /// @notice Relayer: hedges one book in the spoke's pool if it is due by a lot or more. Says whether it was.
    function hedgeIfDue(uint64 book, uint64 chain) internal returns (bool due) {
        (bool found, IHedgeExecutor.BookCall memory c) = bookCall(book, chain);
        if (!found) return false;
        Spoke storage s = at[chain];
        IHedgeExecutor.BookView memory v = s.executor.evaluate(c.body, price, uint64(block.timestamp));
        int256 need = needOf(v);
        if (!v.active || (need < int256(uint256(Terms.LOT)) && -need < int256(uint256(Terms.LOT)))) {
            return false;
        }
        hedge(c, chain, need);
        return true;
    }

    function hedge(IHedgeExecutor.BookCall memory c, uint64 chain, int256 base) internal {
        IHedgeExecutor.BookCall[] memory books = new IHedgeExecutor.BookCall[](1);
        books[0] = c;
        IHedgeExecutor.VenueOrder[] memory orders = new IHedgeExecutor.VenueOrder[](1);
        uint256 limit = base > 0 ? price * 101 / 100 : price * 99 / 100;
        orders[0] = IHedgeExecutor.VenueOrder(VENUE, base, limit);
        bytes[] memory updates = pullUpdate();
        IHedgeExecutor executor = at[chain].executor;
        vm.prank(relayer);
        executor.hedge{value: updates.length}(books, updates, orders, uint64(block.timestamp));
    }

    /// @notice Anyone: reports a spoke; what its root stands for is kept.
    function report(uint64 chain) internal virtual {
        vm.chainId(chain);
        at[chain].vault.report();
        vm.chainId(HUB);
        mirror.keepSpoke(hub, at[chain]);
        channel.collect();
    }

    /// @notice Anyone: proves a book's ledger under the spoke's last report on the hub. False when there is nothing new.
    function prove(uint64 book, uint64 chain) internal returns (bool) {
        (Report memory last,) = hub.mandates.lastReport(chain);
        (bool found, Ledger memory ledger, uint32 index, bytes32[] memory proof) =
            mirror.ledgerOf(last.ledgerRoot, book);
        if (!found || last.sequence <= hub.mandates.claim(book, chain).provenSequence) return false;
        hub.mandates.prove(chain, ledger, index, proof);
        return true;
    }
}
