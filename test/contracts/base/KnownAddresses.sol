// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {Test} from "forge-std/Test.sol";
import {Create3Deployer} from "gimbal/access/Create3Deployer.sol";
import {Roles} from "./Roles.sol";

/// @notice Proxies at addresses that a chain and a name decide, so that neighbours can be named before they exist; and the
/// roles of all that was deployed on a chain.
abstract contract KnownAddresses is Test {
    struct Named {
        string name;
        address at;
    }

    Create3Deployer private _deployer = new Create3Deployer(address(this));
    mapping(uint64 chain => Named[]) private _named;

    function addressOf(uint64 chain, string memory name) internal view returns (address) {
        return _deployer.addressOf(_salt(chain, name));
    }

    /// @notice A contract from its artifact: the tests need not be compiled together with all they deploy.
    function newCode(string memory name) internal returns (address) {
        return vm.deployCode(string.concat(name, ".sol:", name));
    }

    function deployProxy(uint64 chain, string memory name, bytes memory initialize)
        internal
        returns (address at)
    {
        address implementation = newCode(name);
        bytes memory code =
            abi.encodePacked(type(ERC1967Proxy).creationCode, abi.encode(implementation, initialize));
        at = _deployer.deploy(_salt(chain, name), code);
        name_(chain, name, at);
    }

    /// @notice `at` gets the roles and restrictions that roles.json has for `name`.
    function name_(uint64 chain, string memory name, address at) internal {
        _named[chain].push(Named(name, at));
    }

    function applyRoles(uint64 chain, AccessManager manager) internal {
        string memory json = Roles.table();
        for (uint256 i; i < _named[chain].length; i++) {
            Named storage named = _named[chain][i];
            Roles.assign(manager, json, named.name, named.at);
            Roles.grant(manager, json, named.name, named.at);
        }
    }

    function _salt(uint64 chain, string memory name) private pure returns (bytes32) {
        return keccak256(abi.encode(chain, name));
    }
}
