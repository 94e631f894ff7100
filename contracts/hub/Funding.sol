// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {AuthorityUtils} from "@openzeppelin/contracts/access/manager/AuthorityUtils.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {StateTree} from "../crosschain/StateTree.sol";
import {IAllocationBook} from "../interfaces/IAllocationBook.sol";
import {IBooks} from "../interfaces/IBooks.sol";
import {IFunding} from "../interfaces/IFunding.sol";
import {IMandateBook} from "../interfaces/IMandateBook.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {IArrivalHandler, ITokenBridge} from "../interfaces/ITokenBridge.sol";
import {Budget} from "../spoke/Budget.sol";
import {ValueRefund} from "../spoke/ValueRefund.sol";
import {expiryAge as routeAge} from "../types/Config.sol";
import {FundEntry, Ledger, fundLeaf} from "../types/Ledger.sol";
import {FundingLimits} from "./FundingLimits.sol";
import {Transfers} from "./Transfers.sol";

/// @title Moves quote between hub cash and spokes
/// @dev Out: cash of the book, tokens over the bridge, an entry in the tree that says for whom. Back: tokens into the pool of
/// the spoke they came from; the book is credited when its ledger proves that it sent them.
contract Funding is IFunding, AccessManagedUpgradeable, UUPSUpgradeable, ValueRefund {
    using Budget for Budget.Bucket;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using StateTree for StateTree.Tree;
    using Transfers for Transfers.Account;

    struct Init {
        uint64 chain;
        address allocationBook;
        address books;
        address bridge;
        address mandateBook;
        address quoteToken;
        address riskParameters;
        address marginEngine;
    }

    /// @param sent for all books, and `received` from it
    struct Spoke {
        address vault;
        uint128 sent;
        uint128 received;
        uint128 pool;
        StateTree.Tree entries;
    }

    /// @custom:storage-location erc7201:gimbal.storage.Funding
    struct FundingStorage {
        uint64 chain;
        IAllocationBook allocations;
        IBooks books;
        ITokenBridge bridge;
        IMandateBook mandates;
        IERC20 token;
        IRiskParameters parameters;
        uint128 pools;
        mapping(uint64 spoke => Spoke) spokes;
        mapping(uint64 book => mapping(uint64 spoke => Transfers.Account)) accounts;
        mapping(uint64 book => Budget.Bucket) turns;
        IMarginEngine margin;
    }

    /// @dev How often the relayer may send out what a book has, at once and per day.
    uint256 private constant TURNS = 2;
    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.Funding")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xa6683c370073d8db5beededd428681433d9c4daa8ef9bd8c54599ca2cc15b100;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        FundingStorage storage $ = _storage();
        $.chain = init.chain;
        $.allocations = IAllocationBook(init.allocationBook);
        $.books = IBooks(init.books);
        $.bridge = ITokenBridge(init.bridge);
        $.mandates = IMandateBook(init.mandateBook);
        $.token = IERC20(init.quoteToken);
        $.parameters = IRiskParameters(init.riskParameters);
        $.margin = IMarginEngine(init.marginEngine);
    }

    /// @inheritdoc IFunding
    function setSpokeVault(uint64 spoke, address vault) external restricted {
        _storage().spokes[spoke].vault = vault;
        emit SpokeVaultSet(spoke, vault);
    }

    /// @inheritdoc IFunding
    function fund(uint64 book, uint64 spoke, uint256 amount) external payable refundsValue {
        FundingStorage storage $ = _storage();
        bool mine = _requireAuthorised(book);
        FundingLimits.requireWorthwhile(amount, IERC20Metadata(address($.token)).decimals());
        if (!mine) _spendTurns(book, amount);
        Spoke storage s = $.spokes[spoke];
        if (s.vault == address(0)) revert UnknownVault(spoke);
        s.sent += amount.toUint128();
        uint256 total = netSent(spoke);
        uint256 cap = $.parameters.spokeTerms(spoke).quoteCap;
        if (total > cap) revert SpokeCap(spoke, total, cap);

        Transfers.Account storage account = $.accounts[book][spoke];
        if (account.expiredSince != 0) account.forget($.mandates.claim(book, spoke).ledger);
        uint256 fee = spoke == $.chain ? 0 : $.bridge.feeOf(spoke, amount);
        account.send(book, amount, fee);
        // Half of a spoke is open to money that waits for a hedge; the rest is kept for hedges there are.
        if (!mine || total > cap / 2) {
            FundingLimits.requireWanted(book, spoke, _left(book, spoke), _needAt(book, spoke), mine);
        }
        _setEntry(s, account.entry, spoke);
        bytes32 transferId = _transfer(s.vault, book, spoke, amount, fee);
        emit Funded(book, spoke, amount, account.entry.sent, account.bridgeFees, transferId);
    }

    /// @inheritdoc IFunding
    function recall(uint64 book, uint64 spoke, uint256 amount) external {
        FundingStorage storage $ = _storage();
        if (amount == 0) revert ZeroAmount();
        bool mine = _requireAuthorised(book);
        Ledger memory ledger = $.mandates.claim(book, spoke).ledger;
        Transfers.Account storage account = $.accounts[book][spoke];
        account.forget(ledger);
        account.recall(book, spoke, amount, ledger);
        uint256 left = account.left(ledger);
        if (left != 0) {
            FundingLimits.requireWorthwhile(amount, IERC20Metadata(address($.token)).decimals());
        }
        if (!mine) FundingLimits.requireSpare(book, spoke, left, _needAt(book, spoke));
        _setEntry($.spokes[spoke], account.entry, spoke);
        emit Recalled(book, spoke, amount, account.entry.recalled);
    }

    /// @inheritdoc IFunding
    function expire(uint64 book, uint64 spoke) external returns (uint256 amount) {
        FundingStorage storage $ = _storage();
        Transfers.Account storage account = $.accounts[book][spoke];
        Ledger memory ledger = $.mandates.claim(book, spoke).ledger;
        amount = account.expire(ledger, block.timestamp - expiryAge(spoke));
        if (amount == 0) revert NothingExpired(book, spoke);
        _setEntry($.spokes[spoke], account.entry, spoke);
        emit Expired(book, spoke, amount, account.entry.expired);
    }

    /// @inheritdoc IFunding
    function collect(uint64 book, uint64 spoke) external returns (uint256 amount) {
        FundingStorage storage $ = _storage();
        Spoke storage s = $.spokes[spoke];
        Transfers.Account storage account = $.accounts[book][spoke];
        Ledger memory ledger = $.mandates.claim(book, spoke).ledger;
        uint256 due = uint256(ledger.sent) + ledger.refunded - account.received;
        amount = Math.min(due, s.pool);
        if (amount == 0) revert NothingToCollect(book, spoke);
        account.received += uint128(amount);
        s.received += uint128(amount);
        s.pool -= uint128(amount);
        $.pools -= uint128(amount);
        $.token.forceApprove(address($.books), amount);
        $.books.credit(book, amount);
        emit Collected(book, spoke, amount, account.received);
    }

    /// @inheritdoc IArrivalHandler
    function onArrival(uint64 fromChain, uint256 amount) external restricted {
        FundingStorage storage $ = _storage();
        Spoke storage s = $.spokes[fromChain];
        if (s.vault == address(0)) revert NotASpoke(fromChain);
        s.pool += amount.toUint128();
        $.pools += amount.toUint128();
        uint256 balance = $.token.balanceOf(address(this));
        if (balance < $.pools) revert Unbacked(balance, $.pools);
        emit PoolArrived(fromChain, amount, s.pool);
    }

    /// @inheritdoc IFunding
    function sweep() external returns (uint256 surplus) {
        FundingStorage storage $ = _storage();
        surplus = $.token.balanceOf(address(this)) - $.pools;
        if (surplus == 0) revert ZeroAmount();
        $.token.safeTransfer(address($.books), surplus);
    }

    /// @inheritdoc IFunding
    function entry(uint64 book, uint64 spoke) external view returns (FundEntry memory) {
        return _storage().accounts[book][spoke].entry;
    }

    /// @inheritdoc IFunding
    function received(uint64 book, uint64 spoke) external view returns (uint256) {
        return _storage().accounts[book][spoke].received;
    }

    /// @inheritdoc IFunding
    function meanSent(uint64 book, uint64 spoke) external view returns (uint64) {
        return _storage().accounts[book][spoke].meanSent;
    }

    /// @inheritdoc IFunding
    function lastSent(uint64 book, uint64 spoke) external view returns (uint64) {
        return _storage().accounts[book][spoke].lastSent;
    }

    /// @inheritdoc IFunding
    function bridgeFees(uint64 book, uint64 spoke) external view returns (uint256) {
        return _storage().accounts[book][spoke].bridgeFees;
    }

    /// @inheritdoc IFunding
    function oldestTransit(uint64 book, uint64 spoke, Ledger calldata proven) external view returns (uint64) {
        return _storage().accounts[book][spoke].oldest(proven);
    }

    /// @inheritdoc IFunding
    function expiryAge(uint64 spoke) public view returns (uint256) {
        return routeAge(_storage().parameters.spokeTerms(spoke));
    }

    /// @inheritdoc IFunding
    function netSent(uint64 spoke) public view returns (uint256) {
        Spoke storage s = _storage().spokes[spoke];
        return s.sent > s.received ? s.sent - s.received : 0;
    }

    /// @inheritdoc IFunding
    function spokeVault(uint64 spoke) external view returns (address) {
        return _storage().spokes[spoke].vault;
    }

    /// @inheritdoc IFunding
    function pool(uint64 spoke) external view returns (uint256) {
        return _storage().spokes[spoke].pool;
    }

    /// @inheritdoc IFunding
    function fundRoot(uint64 spoke) external view returns (bytes32) {
        return _storage().spokes[spoke].entries.root();
    }

    /// @dev What the relayer sends out for a book in a window is bounded, and so is what bridges may charge for it and for its
    /// way back (P6).
    function _spendTurns(uint64 book, uint256 amount) private {
        FundingStorage storage $ = _storage();
        int256 cash = $.books.bookOf(book).cash;
        uint256 has = cash > 0 ? uint256(cash) : 0;
        uint64[] memory spokes = $.allocations.spokesOf(book);
        for (uint256 i; i < spokes.length; i++) {
            Transfers.Account storage account = $.accounts[book][spokes[i]];
            if (account.entry.sent > account.received) has += account.entry.sent - account.received;
        }
        uint256 rate = TURNS * has / 1 days;
        uint256 left = $.turns[book].left(TURNS * has, rate);
        if (amount > left) revert TurnsSpent(book, amount, left);
        $.turns[book].spend(amount, rate);
    }

    /// @dev The hub's own spoke needs no bridge: tokens go straight to its vault.
    function _transfer(address vault, uint64 book, uint64 spoke, uint256 amount, uint256 fee)
        private
        returns (bytes32 id)
    {
        FundingStorage storage $ = _storage();
        if (spoke == $.chain) {
            $.books.debit(book, amount, vault);
            IArrivalHandler(vault).onArrival(spoke, amount);
            return 0;
        }
        $.books.debit(book, amount + fee, address(this));
        $.token.forceApprove(address($.bridge), amount + fee);
        return $.bridge.send{value: msg.value}(spoke, vault, amount);
    }

    function _setEntry(Spoke storage s, FundEntry memory changed, uint64 spoke) private {
        uint32 index = _storage().allocations.indexOf(changed.book, spoke);
        s.entries.set(index, fundLeaf(changed));
    }

    /// @dev What is under way counts, and what was recalled does not.
    function _left(uint64 book, uint64 spoke) private view returns (uint256) {
        Ledger memory ledger = _storage().mandates.claim(book, spoke).ledger;
        return _storage().accounts[book][spoke].left(ledger);
    }

    function _needAt(uint64 book, uint64 spoke) private view returns (uint256) {
        IAllocationBook.Allocation memory part = _storage().allocations.allocation(book, spoke);
        return _storage().margin.needAt(book, spoke, part.offset, part.share);
    }

    /// @return mine whether the caller acts for the book itself; otherwise the authority lets it call this function
    function _requireAuthorised(uint64 book) private view returns (bool mine) {
        mine = _storage().books.isAuthorised(book, msg.sender);
        if (mine) return true;
        (bool allowed,) = AuthorityUtils.canCallWithDelay(authority(), msg.sender, address(this), msg.sig);
        if (!allowed) revert NotAuthorised(book, msg.sender);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (FundingStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
